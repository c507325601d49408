package io.isol8.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the command line takes to start and end where nothing is run, with the class-data archive and without. */
final class StartUp {

    private static final String JAVA_HOME = System.getProperty("java.home");

    private final String launcher;
    private final int runs;

    StartUp(Path root, int runs) {
        this.launcher = root.resolve("isol8").toString();
        this.runs = runs;
    }

    String commandLine() {
        List<Series> all = List.of(
                new Series("java -version"),
                new Series("isol8 --version"),
                new Series("the same without the archive"),
                new Series("isol8 config --json"),
                new Series("the same without the archive"));
        List<List<String>> commands = List.of(
                List.of(Path.of(JAVA_HOME, "bin", "java").toString(), "-version"),
                isol8("", "--version"),
                isol8(withoutArchive(), "--version"),
                isol8("", "config", "--json"),
                isol8(withoutArchive(), "config", "--json"));
        commands.forEach(Command::time);
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < all.size(); i++) {
                all.get(i).add(Command.time(commands.get(i)));
            }
        }
        return Table.of("Start-up of the command line, wall time", all);
    }

    /** Java's own archive in place of ours. */
    private static String withoutArchive() {
        return "-XX:SharedArchiveFile=" + Path.of(JAVA_HOME, "lib", "server", "classes.jsa");
    }

    private List<String> isol8(String javaOptions, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("env", "JAVA_HOME=" + JAVA_HOME, "ISOL8_JAVA_OPTS=" + javaOptions, launcher));
        command.addAll(List.of(arguments));
        return command;
    }
}
