package io.isol8.app;

import io.isol8.domain.Threads;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator wants to have run after audit records were written (spec 21.9), detached: nobody waits for it, Ctrl-C
 * does not reach it, and what it prints is dropped. While as many of it run as may, one more run stands for all that
 * comes. Thread-safe.
 */
final class PostLogScript {

    private static final Logger log = LoggerFactory.getLogger(PostLogScript.class);
    private static final int MOST = 4;

    /** Starts a program in a session of its own. */
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final Path script;
    private int running;
    private boolean oneMore;
    private boolean failing;

    /** @param script an executable file */
    PostLogScript(Path script) {
        this.script = script.toAbsolutePath();
    }

    /** Runs it, with the file that was written to as its only argument. */
    synchronized void run(Path file) {
        if (running == MOST) {
            oneMore = true;
            return;
        }
        try {
            Process process = new ProcessBuilder(command(file))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            running++;
            Threads.start("isol8-post-log", () -> await(process, file));
        } catch (IOException e) {
            ended(e.toString());
        }
    }

    private void await(Process process, Path file) {
        try {
            ended(process.waitFor(), file);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private List<String> command(Path file) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(script.toString());
        command.add(file.toString());
        return command;
    }

    private synchronized void ended(int exitCode, Path file) {
        running--;
        ended(exitCode == 0 ? "" : "exit code " + exitCode);
        if (oneMore) {
            oneMore = false;
            run(file);
        }
    }

    /** The first failure is told, and the first after it went well again. */
    private void ended(String failure) {
        if (!failure.isEmpty() && !failing) {
            log.warn("audit.postLogScript {} failed: {}", script, failure);
        }
        failing = !failure.isEmpty();
    }
}
