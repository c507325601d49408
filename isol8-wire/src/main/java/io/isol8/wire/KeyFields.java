package io.isol8.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What is said about a key that is to be made. Not thread-safe. */
final class KeyFields {

    private final TextFields texts;
    private Optional<Duration> ttl = Optional.empty();

    private KeyFields(JsonInput in) {
        texts = new TextFields(in, "name", "tenantId");
    }

    static KeyFields read(JsonInput in) throws IOException {
        KeyFields fields = new KeyFields(in);
        in.object(name -> fields.field(name, in));
        return fields;
    }

    private boolean field(String name, JsonInput in) throws IOException {
        if (name.equals("ttlMs")) {
            ttl = Optional.of(Duration.ofMillis(in.milliseconds()));
            return true;
        }
        return texts.field(name);
    }

    /** An empty text is none. */
    Optional<String> text(String name) {
        return texts.optional(name).filter(text -> !text.isEmpty());
    }

    Optional<Duration> ttl() {
        return ttl;
    }
}
