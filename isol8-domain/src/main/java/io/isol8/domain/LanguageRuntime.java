package io.isol8.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A language that programs may be written in, as data (spec 11).
 *
 * @param name as requests spell it
 * @param image the image that its sandboxes are made of
 * @param extensions file name endings with their dot that stand for it; the first is the default for code without
 *     a file name
 * @param command the argument vector; <code>{file}</code> stands for the path of the code
 * @param zygoteEnv what makes its interpreter wait for a program, if the image knows how to
 * @param install how packages are installed in its sandboxes, if that can be done
 */
public record LanguageRuntime(
        String name,
        String image,
        List<String> extensions,
        List<String> command,
        Optional<Map<String, String>> zygoteEnv,
        Optional<PackageInstall> install) {

    /** Stands for the path of the code. */
    public static final String FILE = "{file}";

    public LanguageRuntime {
        extensions = List.copyOf(extensions);
        command = List.copyOf(command);
        if (extensions.isEmpty()) {
            throw Isol8Exception.invalid("Runtime \"" + name + "\" needs at least one extension.");
        }
        if (!command.contains(FILE)) {
            throw Isol8Exception.invalid("The command of runtime \"" + name + "\" must contain " + FILE + ".");
        }
    }

    /** A runtime whose interpreter starts with each program and that has no package manager. */
    public LanguageRuntime(String name, String image, List<String> extensions, List<String> command) {
        this(name, image, extensions, command, Optional.empty(), Optional.empty());
    }

    /** Where code without a file name of its own is put. */
    public String defaultFile() {
        return SandboxPath.ROOT + "/main" + defaultExtension();
    }

    /** The interpreter to keep started, for code at {@link #defaultFile()}. */
    public Optional<Zygote> zygote() {
        return zygoteEnv.map(env -> new Zygote(commandFor(defaultFile()), env));
    }

    public String defaultExtension() {
        return extensions.get(0);
    }

    /** The argument vector that runs the code at {@code path}. */
    public List<String> commandFor(String path) {
        List<String> argv = new ArrayList<>(command.size());
        for (String argument : command) {
            argv.add(argument.equals(FILE) ? path : argument);
        }
        return argv;
    }
}
