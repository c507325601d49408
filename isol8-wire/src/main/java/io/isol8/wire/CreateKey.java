package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * A key to be made (spec 4.10).
 *
 * @param name not empty
 * @param tenantId whose it is to be; else the default tenant's
 * @param ttl how long it is to be accepted, at least a millisecond; else the server's default
 */
public record CreateKey(String name, Optional<String> tenantId, Optional<Duration> ttl) implements JsonBody {

    public CreateKey {
        if (name.isEmpty()) {
            throw Isol8Exception.invalid("name is required");
        }
    }

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code MALFORMED_REQUEST} or {@code INVALID_REQUEST} naming the field
     * @throws IOException only if {@code body} cannot be read
     */
    public static CreateKey read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.BODY, in -> {
            KeyFields fields = KeyFields.read(in);
            return new CreateKey(fields.text("name").orElse(""), fields.text("tenantId"), fields.ttl());
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.field("name", name)
                        .field("tenantId", tenantId.orElse(null))
                        .field("ttlMs", ttl.map(Duration::toMillis).orElse(null)));
    }
}
