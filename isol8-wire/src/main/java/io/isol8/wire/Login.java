package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;

/**
 * The wish for a key in exchange for the master key (spec 4.13).
 *
 * @param name of the key; else the server makes one up
 * @param tenantId whose it is to be; else the default tenant's
 * @param ttl how long it is to be accepted, at least a millisecond; else the server's default
 */
public record Login(Optional<String> name, Optional<String> tenantId, Optional<Duration> ttl) implements JsonBody {

    /** Everything is left to the server. */
    public static Login plain() {
        return new Login(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads the body, if there is one; what is no JSON counts as none, an empty name as well.
     *
     * @param body not closed
     * @throws Isol8Exception with {@code MALFORMED_REQUEST} or {@code INVALID_REQUEST} naming the field
     * @throws IOException only if {@code body} cannot be read
     */
    public static Login read(InputStream body) throws IOException {
        return JsonInput.readLenient(body, Origin.BODY, plain(), in -> {
            KeyFields fields = KeyFields.read(in);
            return new Login(fields.text("name"), fields.text("tenantId"), fields.ttl());
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.field("name", name.orElse(null))
                        .field("tenantId", tenantId.orElse(null))
                        .field("ttlMs", ttl.map(Duration::toMillis).orElse(null)));
    }
}
