package io.isol8.app;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command line under way. Every wait is bounded; what outlasts it is killed. */
final class RunningCli {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PIPES_PATIENCE_MS = 60_000;

    private final Process process;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread outReader;
    private final Thread errReader;

    RunningCli(Process process) {
        this.process = process;
        this.outReader = collect(process.getInputStream(), out);
        this.errReader = collect(process.getErrorStream(), err);
    }

    RunningCli type(String text) {
        return type(text.getBytes(StandardCharsets.UTF_8));
    }

    RunningCli type(byte[] bytes) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(bytes);
            in.flush();
        } catch (IOException unread) {
            // it need not read what it is given
        }
        return this;
    }

    RunningCli endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException unread) {
            // it need not read what it is given
        }
        return this;
    }

    private static Thread collect(InputStream from, ByteArrayOutputStream to) {
        Thread reader = new Thread(
                () -> {
                    byte[] buffer = new byte[8192];
                    try {
                        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                            to.write(buffer, 0, count);
                        }
                    } catch (IOException closed) {
                        // it was killed, and what came until then is there
                    }
                },
                "cli-output");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    /** Waits until standard output is this, the program going on. */
    RunningCli awaitOut(String text) {
        awaitOut(Pattern.compile(Pattern.quote(text)));
        return this;
    }

    /** Waits until standard output matches, the program going on. */
    Matcher awaitOut(Pattern whole) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> out(whole).matches() || !process.isAlive());
        Matcher matching = out(whole);
        if (!process.isAlive() || !matching.matches()) {
            throw new AssertionError("ended too early: " + result());
        }
        return matching;
    }

    private Matcher out(Pattern whole) {
        return whole.matcher(out.toString(StandardCharsets.UTF_8));
    }

    /** Waits until it is ending for a signal, or has ended. */
    RunningCli awaitEnding() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || threads().contains("isol8-end"));
        return this;
    }

    private List<String> threads() {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks) {
                names.add(Files.readString(task.resolve("comm")).strip());
            }
        } catch (IOException | DirectoryIteratorException ended) {
            // a thread, or all of them
        }
        return names;
    }

    /** What Ctrl-C does: the signal goes to the whole process group. */
    RunningCli signalGroup(String signal) {
        return kill(signal, "-" + process.pid());
    }

    /** What {@code kill} does. */
    RunningCli signal(String signal) {
        return kill(signal, Long.toString(process.pid()));
    }

    private RunningCli kill(String signal, String whom) {
        try {
            int status = new ProcessBuilder("kill", "-s", signal, "--", whom)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill failed");
            }
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    CliResult result() {
        return result(PATIENCE);
    }

    CliResult result(Duration patience) {
        try {
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            outReader.join(PIPES_PATIENCE_MS);
            errReader.join(PIPES_PATIENCE_MS);
            CliResult result = new CliResult(process.exitValue(), out.toByteArray(), err.toByteArray());
            if (!ended) {
                throw new AssertionError("still ran after " + patience + "; " + result);
            }
            return result;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
