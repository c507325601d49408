package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/**
 * A key that was made (spec 4.10).
 *
 * @param key the key itself, told this once
 * @param keyPrefix what is shown of it later
 * @param expiresAt whole milliseconds on the wire
 */
public record CreatedKey(String id, String key, String name, String keyPrefix, String tenantId, Instant expiresAt)
        implements JsonBody {

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static CreatedKey read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            TextFields texts = TextFields.read(in, "id", "key", "name", "keyPrefix", "tenantId", "expiresAt");
            return new CreatedKey(
                    texts.required("id"),
                    texts.required("key"),
                    texts.required("name"),
                    texts.required("keyPrefix"),
                    texts.required("tenantId"),
                    texts.requiredTime("expiresAt"));
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.field("id", id)
                        .field("key", key)
                        .field("name", name)
                        .field("keyPrefix", keyPrefix)
                        .field("tenantId", tenantId)
                        .field("expiresAt", Timestamps.text(expiresAt)));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CreatedKey[id=" + id + ", name=" + name + ", keyPrefix=" + keyPrefix + ", tenantId=" + tenantId
                + ", expiresAt=" + expiresAt + "]";
    }
}
