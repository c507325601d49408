package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where {@code --out} wants standard output. Whether it can be written is found out before the program runs. */
final class OutputFile {

    private final Path path;

    private OutputFile(Path path) {
        this.path = path;
    }

    /** @throws Isol8Exception if no file of that name can be written */
    static OutputFile named(String name) {
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path)) {
                throw Isol8Exception.invalid("--out is a directory: " + Console.printable(name));
            }
            if (!Files.isWritable(
                    Files.exists(path) ? path : path.toAbsolutePath().resolveSibling("."))) {
                throw Isol8Exception.invalid("--out cannot be written: " + Console.printable(name));
            }
            return new OutputFile(path);
        } catch (InvalidPathException e) {
            throw Isol8Exception.invalid("--out is not a file name: " + e.getMessage());
        }
    }

    void write(String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.INVALID_REQUEST,
                    "--out cannot be written: " + Console.printable(path.toString()) + ": " + FileErrors.reason(e),
                    e);
        }
    }
}
