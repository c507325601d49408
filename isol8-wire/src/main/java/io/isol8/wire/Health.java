package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Whether a server lives (spec 4.1).
 *
 * @param status {@code ok}
 * @param version the server's; empty if it does not tell
 */
public record Health(String status, String version) implements JsonBody {

    /** A server of this version is well. */
    public static Health ok(String version) {
        return new Health("ok", version);
    }

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static Health read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            TextFields texts = TextFields.read(in, "status", "version");
            return new Health(
                    texts.required("status"), texts.optional("version").orElse(""));
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> fields.field("status", status).field("version", version));
    }
}
