package io.isol8.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A command of the shell, timed from outside as a whole. */
final class Command {

    private Command() {}

    /** @return nanoseconds from start to end */
    static long time(List<String> command) {
        long begin = System.nanoTime();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException(command + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - begin;
    }
}
