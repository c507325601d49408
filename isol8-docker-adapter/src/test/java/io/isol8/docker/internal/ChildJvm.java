package io.isol8.docker.internal;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A JVM with the classes of the tests. */
final class ChildJvm {

    private ChildJvm() {}

    static ProcessBuilder of(List<String> options, Class<?> main, String... args) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    /** What it wrote to standard output; its standard error goes to that of the tests. */
    static List<String> run(List<String> options, Class<?> main, String... args)
            throws IOException, InterruptedException {
        Process child = of(options, main, args)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            List<String> lines = child.inputReader().lines().toList();
            if (child.waitFor() != 0) {
                throw new AssertionError("exit code " + child.exitValue() + ": " + lines);
            }
            return lines;
        } finally {
            child.destroyForcibly();
        }
    }
}
