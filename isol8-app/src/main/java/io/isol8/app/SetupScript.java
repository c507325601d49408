package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The script of {@code --setup}: commands as they stand there, and files in place of their names (spec 26.3). */
final class SetupScript {

    private static final ScriptText TEXT = new ScriptText("setup script");

    private SetupScript() {}

    /**
     * The script, if there is any.
     *
     * @param given a command or a file's name each
     * @throws Isol8Exception if a file is no script
     */
    static Optional<String> of(List<String> given) {
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of(given.stream().map(SetupScript::lines).collect(Collectors.joining("\n")));
    }

    private static String lines(String given) {
        return isFile(given) ? read(given) : TEXT.present(given, "--setup");
    }

    private static boolean isFile(String given) {
        try {
            Path path = Path.of(given);
            return !given.isEmpty() && Files.exists(path) && !Files.isDirectory(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static String read(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return TEXT.read(in, Console.printable(file));
        } catch (IOException e) {
            throw Isol8Exception.invalid("Cannot read " + Console.printable(file) + ": " + FileErrors.reason(e));
        }
    }
}
