package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/**
 * A key in exchange for the master key (spec 4.13).
 *
 * @param token the key itself, told this once
 * @param expiresAt whole milliseconds on the wire
 * @param keyId names the key, for revoking it
 */
public record LoggedIn(String token, Instant expiresAt, String keyId) implements JsonBody {

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static LoggedIn read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            TextFields texts = TextFields.read(in, "token", "expiresAt", "keyId");
            return new LoggedIn(texts.required("token"), texts.requiredTime("expiresAt"), texts.required("keyId"));
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.field("token", token)
                        .field("expiresAt", Timestamps.text(expiresAt))
                        .field("keyId", keyId));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "LoggedIn[expiresAt=" + expiresAt + ", keyId=" + keyId + "]";
    }
}
