package io.isol8.app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command line of {@code isol8}, started as people start it: the launcher, as a process. */
final class Cli {

    static final Path LAUNCHER = Path.of(System.getProperty("isol8.root", "..")).resolve("isol8");

    private final List<String> arguments;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private byte[] stdin = {};
    private boolean typing;
    private File directory = new File("/");

    private Cli(List<String> arguments) {
        this.arguments = arguments;
        environment.put("ISOL8_NO_INSTALL", "1");
        environment.put("HOME", "/");
    }

    static Cli isol8(String... arguments) {
        return new Cli(List.of(arguments));
    }

    Cli env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** In this working directory instead of the root. */
    Cli in(Path workingDirectory) {
        directory = workingDirectory.toFile();
        return this;
    }

    Cli stdin(String text) {
        stdin = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Standard input stays open, for {@link RunningCli#type}. */
    Cli typing() {
        typing = true;
        return this;
    }

    /** To its end. */
    CliResult run() {
        return start().result();
    }

    /** As the leader of a process group of its own, which heeds signals whatever this process does. */
    RunningCli start() {
        List<String> command =
                new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,HUP", LAUNCHER.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
        builder.environment().putAll(environment);
        try {
            RunningCli running = new RunningCli(builder.start());
            return typing ? running : running.type(stdin).endInput();
        } catch (IOException e) {
            throw new AssertionError("the launcher cannot be started", e);
        }
    }
}
