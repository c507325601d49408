package io.isol8.wire;

import java.io.IOException;

/**
 * What may stand at a key of a config file, said once: how it is read, written, checked by a schema and described to
 * people. Immutable.
 */
interface ConfigType<T> {

    /** Reads the value that the input stands at. */
    T read(JsonInput in) throws IOException;

    /** Writes a value that {@link #isThere}. */
    void write(JsonOutput out, T value) throws IOException;

    /** Whether there is anything to write. */
    default boolean isThere(T value) {
        return true;
    }

    /** Writes the fields of a schema that accepts what {@link #read} accepts, as far as schemas can tell. */
    void describe(JsonOutput schema) throws IOException;

    /** What a value must be, in words. */
    String words();
}
