package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.time.Instant;

/**
 * A key that a server gave out, as a command line keeps it for later (spec 26.24). Immutable.
 *
 * @param host the server's URL, as it was named
 * @param token the key itself
 * @param expiresAt from when on the server does not accept it; whole milliseconds in the file
 * @param keyId names the key, for revoking it
 */
public record Credentials(String host, String token, Instant expiresAt, String keyId) {

    /**
     * @param document a file's text
     * @throws Isol8Exception with {@code INVALID_REQUEST} if it says something else
     */
    public static Credentials read(String document) {
        try {
            return JsonInput.parse(document, Origin.FILE, ignored -> {}, in -> {
                TextFields texts = TextFields.read(in, "host", "token", "expiresAt", "keyId");
                return new Credentials(
                        texts.required("host"),
                        texts.required("token"),
                        texts.requiredTime("expiresAt"),
                        texts.required("keyId"));
            });
        } catch (MalformedJsonException e) {
            throw Origin.FILE.complaint(e.sentence());
        }
    }

    /** The file's text. */
    public String write() {
        return JsonOutput.indented(fields -> fields.field("host", host)
                .field("token", token)
                .field("expiresAt", Timestamps.text(expiresAt))
                .field("keyId", keyId));
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "Credentials[host=" + host + ", expiresAt=" + expiresAt + ", keyId=" + keyId + "]";
    }
}
