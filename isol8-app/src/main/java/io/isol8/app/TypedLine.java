package io.isol8.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A line that somebody types. */
final class TypedLine {

    private static final int LONGEST = 1000;

    private TypedLine() {}

    /**
     * Without white space around it; at the end of the input it is as if nothing had been typed. What follows it is left to
     * whoever reads next.
     */
    static String read(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n' && line.size() < LONGEST; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
