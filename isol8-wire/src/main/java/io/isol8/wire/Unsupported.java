package io.isol8.wire;

import java.io.IOException;

/** What the protocol has and the engine has not: refused, or found to make no difference, here and nowhere else. */
final class Unsupported {

    private Unsupported() {}

    /** {@code options.network}: sandboxes have none. */
    static void network(JsonInput in) throws IOException {
        String mode = in.string("\"none\", \"host\" or \"filtered\"");
        switch (mode) {
            case "none" -> {}
            case "host", "filtered" -> throw in.refused("\"none\": sandboxes of this server have no network");
            default -> throw in.refused("\"none\", \"host\" or \"filtered\"");
        }
    }

    /** {@code options.networkFilter} says nothing where there is no network. */
    static void networkFilter(JsonInput in) throws IOException {
        in.object(name -> {
            switch (name) {
                case "whitelist", "blacklist" -> in.strings();
                default -> {
                    return false;
                }
            }
            return true;
        });
    }

    /** {@code options.logNetwork}, likewise. */
    static void logNetwork(JsonInput in) throws IOException {
        in.bool();
    }

    /** {@code request.codeHash}: the engine refuses every URL, so there is nothing to compare it with. */
    static void codeHash(JsonInput in) throws IOException {
        in.string();
    }

    /** {@code request.allowInsecureCodeUrl}, likewise. */
    static void allowInsecureCodeUrl(JsonInput in) throws IOException {
        in.bool();
    }
}
