package io.isol8.wire;

import java.io.IOException;
import java.util.Optional;

/** A value that there may be. */
record ConfigOptional<T>(ConfigType<T> type) implements ConfigType<Optional<T>> {

    @Override
    public Optional<T> read(JsonInput in) throws IOException {
        return Optional.of(type.read(in));
    }

    @Override
    public void write(JsonOutput out, Optional<T> value) throws IOException {
        type.write(out, value.orElseThrow());
    }

    @Override
    public boolean isThere(Optional<T> value) {
        return value.isPresent();
    }

    @Override
    public void describe(JsonOutput schema) throws IOException {
        type.describe(schema);
    }

    @Override
    public String words() {
        return type.words();
    }
}
