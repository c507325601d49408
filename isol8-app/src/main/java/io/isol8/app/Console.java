package io.isol8.app;

import io.isol8.domain.Ascii;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

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

    /** Back to the beginning of the line, which is then empty. */
    private static final String ERASE = "\r\033[K";

    private static final int SHOWN = 200;

    private final InputStream in;
    private final OutputStream out;
    private final OutputStream unbuffered;
    private final OutputStream err;
    private final Terminals terminals;
    private volatile boolean quiet;
    private boolean passingShown;
    private boolean inLine;

    Console(InputStream in, OutputStream out, OutputStream err, Terminals terminals) {
        this.terminals = terminals;
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.unbuffered = out;
        this.err = new BufferedOutputStream(err);
    }

    static Console system(Map<String, String> environment) {
        return new Console(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminals.of(environment));
    }

    /** From now on nothing is told but results, warnings and errors. */
    void beQuiet() {
        quiet = true;
    }

    InputStream in() {
        return in;
    }

    /** Whether somebody sits there and types what is read from {@link #in()}. */
    boolean isTyped() {
        return terminals.in();
    }

    /** Whether progress is shown to somebody who sees it as it happens. */
    boolean isTerminal() {
        return terminals.err();
    }

    /** Whether what goes to standard output may be coloured. */
    boolean isOutColoured() {
        return terminals.coloursOnOut();
    }

    /** Text of the program, verbatim, visible at once. */
    void out(String text) {
        synchronized (out) {
            write(out, text);
            inLine = text.isEmpty() ? inLine : !text.endsWith("\n");
        }
    }

    /** A line of ours on standard output, by itself whatever the program wrote before. */
    void line(byte[] line) throws IOException {
        synchronized (out) {
            if (inLine) {
                unbuffered.write('\n');
                inLine = false;
            }
            unbuffered.write(line);
        }
    }

    /** Error text of the program, verbatim, visible at once. */
    void err(String text) {
        synchronized (err) {
            write(err, passingShown ? ERASE + text : text);
            passingShown = false;
        }
    }

    /** A line for a terminal on standard error, which whatever comes next takes the place of. */
    void passing(String text) {
        if (quiet) {
            return;
        }
        synchronized (err) {
            write(err, ERASE + text);
            passingShown = true;
        }
    }

    /** What a command has done, on standard output. */
    void ok(String message) {
        if (!quiet) {
            tell(Status.OK, message);
        }
    }

    /** That a command has come to its end, on standard output. */
    void done(String message) {
        tell(Status.DONE, message);
    }

    /** What a command has found, on standard output: what it was asked for. */
    void found(String message) {
        tell(Status.INFO, message);
    }

    private void tell(Status status, String message) {
        out(status.line(message, terminals.coloursOnOut()));
    }

    void error(String message) {
        remark(Status.ERR, message);
    }

    void warn(String message) {
        remark(Status.WARN, message);
    }

    void info(String message) {
        if (!quiet) {
            remark(Status.INFO, message);
        }
    }

    /** Progress where there is no terminal to show it on. */
    void plain(String line) {
        if (!quiet) {
            err(line + "\n");
        }
    }

    private void remark(Status status, String message) {
        err(status.line(message, terminals.coloursOnErr()));
    }

    /** A stranger's text, fit for a message: no line breaks, nothing that a terminal obeys, bounded. */
    static String printable(String text) {
        return Ascii.printable(text, SHOWN);
    }

    /** A line that tells more of what was told before. */
    static String detail(String label, String value) {
        return "  " + label + ": " + printable(value) + "\n";
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
            throw failed(e);
        }
    }

    private static RuntimeException failed(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        return reason.toLowerCase(Locale.ROOT).contains("pipe")
                ? new Closed(failure)
                : new Isol8Exception(
                        ErrorCode.INVALID_REQUEST, "The output cannot be written: " + reason + ".", failure);
    }
}
