package io.isol8.wire;

import java.io.IOException;

/** What the protocol has and the engine has not: refused, or found to make no difference, here and nowhere else. */
final class Unsupported {

    private Unsupported() {}

    /** {@code request.codeHash}: the engine refuses every URL, so there is nothing to compare it with. */
    static void codeHash(JsonInput in) throws IOException {
        in.string();
    }

    /** {@code request.allowInsecureCodeUrl}, likewise. */
    static void allowInsecureCodeUrl(JsonInput in) throws IOException {
        in.bool();
    }
}
