package io.isol8.wire;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of an object that are text. Not thread-safe. */
final class TextFields {

    private final JsonInput in;
    private final Set<String> names;
    private final Map<String, String> values = new HashMap<>();

    TextFields(JsonInput in, String... names) {
        this.in = in;
        this.names = Set.of(names);
    }

    /** All fields of an object that has no others. */
    static TextFields read(JsonInput in, String... names) throws IOException {
        TextFields texts = new TextFields(in, names);
        in.object(texts::field);
        return texts;
    }

    /** As {@link JsonInput.Field}. */
    boolean field(String name) throws IOException {
        if (!names.contains(name)) {
            return false;
        }
        values.put(name, in.string());
        return true;
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) {
        return optional(name).orElseThrow(() -> in.missing(name, "a string"));
    }

    Optional<Instant> optionalTime(String name) {
        return optional(name)
                .map(text -> Timestamps.parse(text).orElseThrow(() -> in.missing(name, Timestamps.EXPECTED)));
    }

    Instant requiredTime(String name) {
        return optionalTime(name).orElseThrow(() -> in.missing(name, Timestamps.EXPECTED));
    }
}
