package io.isol8.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * A language that programs may be written in, as data (spec 11).
 *
 * @param name as requests spell it
 * @param image the image that its sandboxes are made of
 * @param extensions file name endings with their dot that stand for it; the first is the default for code without
 *     a file name
 * @param command the argument vector; <code>{file}</code> stands for the path of the code
 */
public record LanguageRuntime(String name, String image, List<String> extensions, List<String> command) {

    private static final String FILE = "{file}";

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
