package io.isol8.wire;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A key of an object of type {@code R} in a config file. Immutable.
 *
 * @param name its last part
 * @param type what may stand there
 * @param of what an object has there
 * @param fallback what holds where it is not given; none if it has to be given
 * @param description what it is for, in a phrase
 */
record ConfigKey<R, T>(String name, ConfigType<T> type, Function<R, T> of, Optional<T> fallback, String description) {

    boolean required() {
        return fallback.isEmpty();
    }

    void write(JsonOutput out, R object) throws IOException {
        write(out, name, of.apply(object));
    }

    private void write(JsonOutput out, String field, T value) throws IOException {
        if (type.isThere(value)) {
            out.value(field, target -> type.write(target, value));
        }
    }

    /** The schema of its value, with its description and default. */
    void describe(JsonOutput properties) throws IOException {
        properties.object(name, schema -> {
            schema.field("description", description);
            type.describe(schema);
            if (fallback.isPresent() && !(type instanceof ConfigObject)) {
                write(schema, "default", fallback.get());
            }
        });
    }
}
