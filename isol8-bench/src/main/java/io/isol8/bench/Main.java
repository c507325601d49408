package io.isol8.bench;

import java.io.IOException;
import java.nio.file.Path;

/** Prints the tables of docs/performance.md. Needs a Docker engine and the images. */
public final class Main {

    private static final int RUNS = 30;

    private Main() {}

    /** The argument is the root of the checkout. */
    public static void main(String[] arguments) throws IOException {
        ColdRun cold =
                new ColdRun(Path.of(arguments.length > 0 ? arguments[0] : ".").toAbsolutePath(), RUNS);
        System.out.println("Measured on " + Machine.describe() + ".\n");
        System.out.println(cold.firstByte());
        System.out.println(cold.commandLine());
    }
}
