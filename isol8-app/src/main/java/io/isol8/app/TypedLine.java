package io.isol8.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A line that somebody types. */
final class TypedLine {

    private TypedLine() {}

    /** Without white space around it; at the end of the input it is as if nothing had been typed. */
    static String read(InputStream in) throws IOException {
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1).readLine();
        return line == null ? "" : line.strip();
    }
}
