package io.isol8.app;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The terminal, or whatever stands in for it. Standard output carries what the program printed and nothing else
 * (spec 1.7). Always UTF-8. Thread-safe.
 */
final class Console {

    /** Whoever read our output has gone away; there is nobody to tell. */
    static final class Closed extends RuntimeException {

        /** What a shell reports for a process that SIGPIPE ended. */
        static final int EXIT_CODE = 128 + 13;

        private static final long serialVersionUID = 1L;

        Closed(IOException cause) {
            super("standard output or error was closed", cause);
        }
    }

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;

    Console(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.err = new BufferedOutputStream(err);
    }

    static Console system() {
        return new Console(
                System.in, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    InputStream in() {
        return in;
    }

    /** Text of the program, verbatim, visible at once. */
    void out(String text) {
        write(out, text);
    }

    /** Error text of the program, verbatim, visible at once. */
    void err(String text) {
        write(err, text);
    }

    void error(String message) {
        err("[ERR] " + message + "\n");
    }

    void warn(String message) {
        err("[WARN] " + message + "\n");
    }

    void info(String message) {
        err("[INFO] " + message + "\n");
    }

    PrintWriter outWriter() {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    PrintWriter errWriter() {
        return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
    }

    void flush() {
        out("");
        err("");
    }

    private static void write(OutputStream target, String text) {
        try {
            synchronized (target) {
                target.write(text.getBytes(StandardCharsets.UTF_8));
                target.flush();
            }
        } catch (IOException e) {
            throw new Closed(e);
        }
    }
}
