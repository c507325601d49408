package io.isol8.app;

import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The files of {@code --files} (spec 26.7): the regular ones at and below a directory. Links are not followed, nor are
 * they and special files injected.
 */
final class InjectedFiles extends SimpleFileVisitor<Path> {

    /** Bytes of all files together; as much as a server takes in one request. */
    static final int LARGEST = 128 << 20;

    /** What is better made anew inside, or of no use there. */
    private static final Set<String> SKIPPED = Set.of(".git", "node_modules", "__pycache__", ".venv", "venv", ".tox");

    /** What stands for bytes of a name that are no character. */
    private static final char NO_CHARACTER = '\ufffd';

    private final Path top;
    private final Map<String, FileContent> files = new LinkedHashMap<>();
    private int bytes;

    private InjectedFiles(Path top) {
        this.top = top;
    }

    /**
     * @param name the directory's; it may itself be a link
     * @return path in the sandbox to content
     * @throws Isol8Exception if it is no directory, or any file cannot be read
     */
    static Map<String, FileContent> below(String name) {
        Path directory = directory(name);
        try {
            InjectedFiles injected = new InjectedFiles(directory.toRealPath());
            Files.walkFileTree(injected.top, injected);
            return Collections.unmodifiableMap(injected.files);
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static Path directory(String name) {
        try {
            Path directory = Path.of(name);
            if (!name.isEmpty() && Files.isDirectory(directory)) {
                return directory;
            }
        } catch (InvalidPathException e) {
            throw notADirectory(name);
        }
        throw notADirectory(name);
    }

    private static Isol8Exception notADirectory(String name) {
        return Isol8Exception.invalid("--files path is not a directory: " + Console.printable(name));
    }

    private static Isol8Exception unreadable(Path path, IOException failure) {
        return Isol8Exception.invalid(
                "--files cannot be read: " + Console.printable(path.toString()) + ": " + FileErrors.reason(failure));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return !directory.equals(top) && SKIPPED.contains(lastName(directory))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
    }

    private static String lastName(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !SKIPPED.contains(lastName(file))) {
            files.put(SandboxPath.ROOT + "/" + name(file), FileContent.owning(read(file)));
        }
        return FileVisitResult.CONTINUE;
    }

    /** In the sandbox; one that could not be told apart from another is none. */
    private String name(Path file) {
        String name = top.relativize(file).toString();
        if (name.indexOf(NO_CHARACTER) >= 0) {
            throw Isol8Exception.invalid(
                    "--files has a file whose name is not UTF-8: " + Console.printable(file.toString()));
        }
        return name;
    }

    private byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(LARGEST - bytes + 1);
            bytes += content.length;
            if (bytes > LARGEST) {
                throw Isol8Exception.invalid("--files has more than " + LARGEST + " bytes, the most that is accepted.");
            }
            return content;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
        throw unreadable(file, failure);
    }
}
