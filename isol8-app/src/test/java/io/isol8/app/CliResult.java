package io.isol8.app;

import java.nio.charset.StandardCharsets;

/** How a command line ended, and what it said until then. */
record CliResult(int exitCode, byte[] stdout, byte[] stderr) {

    String out() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    String err() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + ", stdout:\n" + out() + "\nstderr:\n" + err();
    }
}
