package io.isol8.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A console whose output can be looked at. */
final class InMemoryConsole {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console;

    InMemoryConsole() {
        this("", false);
    }

    InMemoryConsole(String in, boolean terminal) {
        this(in, new Terminals(false, terminal, terminal, false));
    }

    InMemoryConsole(String in, Terminals terminals) {
        console = new Console(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, err, terminals);
    }

    Console console() {
        return console;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
