package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of a server, as far as they may be shown (spec 4.11). */
public record KeyList(List<Key> keys) implements JsonBody {

    /** Points in time have whole milliseconds on the wire. */
    public record Key(
            String id,
            String name,
            String keyPrefix,
            String tenantId,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> lastUsedAt,
            boolean revoked) {}

    public KeyList {
        keys = List.copyOf(keys);
    }

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static KeyList read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            List<Key> keys = new ArrayList<>();
            in.object(name -> {
                if (name.equals("keys")) {
                    in.array("an array", () -> keys.add(new Fields(in).read(in)));
                }
                return name.equals("keys");
            });
            return new KeyList(keys);
        });
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.array("keys", list -> {
                    for (Key key : keys) {
                        list.object(entry -> write(entry, key));
                    }
                }));
    }

    /** A key that was never used says so with null (spec 4.11). */
    private static void write(JsonOutput out, Key key) throws IOException {
        out.field("id", key.id())
                .field("name", key.name())
                .field("keyPrefix", key.keyPrefix())
                .field("tenantId", key.tenantId())
                .field("createdAt", Timestamps.text(key.createdAt()))
                .field("expiresAt", Timestamps.text(key.expiresAt()));
        if (key.lastUsedAt().isPresent()) {
            out.field("lastUsedAt", Timestamps.text(key.lastUsedAt().get()));
        } else {
            out.nullField("lastUsedAt");
        }
        out.field("revoked", key.revoked());
    }

    private static final class Fields {

        private final TextFields texts;
        private boolean revoked;

        Fields(JsonInput in) {
            texts = new TextFields(in, "id", "name", "keyPrefix", "tenantId", "createdAt", "expiresAt", "lastUsedAt");
        }

        Key read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            return new Key(
                    texts.required("id"),
                    texts.required("name"),
                    texts.required("keyPrefix"),
                    texts.required("tenantId"),
                    texts.requiredTime("createdAt"),
                    texts.requiredTime("expiresAt"),
                    texts.optionalTime("lastUsedAt"),
                    revoked);
        }

        private boolean field(String name, JsonInput in) throws IOException {
            if (name.equals("revoked")) {
                revoked = in.bool();
                return true;
            }
            return texts.field(name);
        }
    }
}
