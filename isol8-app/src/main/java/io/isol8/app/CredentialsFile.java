package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.wire.Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where a login is kept for later commands (spec 26.24). Nobody but its owner can read it, and it is there as a whole or
 * not at all.
 */
final class CredentialsFile {

    /** What people know it as. */
    static final String NAME = "~/.isol8/credentials.json";

    private static final int LARGEST = 64 * 1024;
    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final Path path;

    private CredentialsFile(Path directory) {
        this.directory = directory;
        this.path = directory.resolve("credentials.json");
    }

    static CredentialsFile of(Map<String, String> environment) {
        return new CredentialsFile(Home.of(environment));
    }

    /**
     * What is kept, if anything is.
     *
     * @throws Isol8Exception if it cannot be read, or is something else
     */
    Optional<Credentials> read() {
        if (!Presence.isPossible(path)) {
            return Optional.empty();
        }
        try {
            String text = new String(bytes(), StandardCharsets.UTF_8);
            return Optional.of(Credentials.read(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.INVALID_REQUEST, NAME + " cannot be read: " + FileErrors.reason(e) + ".", e);
        } catch (Isol8Exception e) {
            throw Isol8Exception.invalid(NAME + ": " + e.message() + " Run `isol8 login` to replace it.");
        }
    }

    private byte[] bytes() throws IOException {
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes(LARGEST);
        }
    }

    /** @return whether anything was kept */
    boolean delete() {
        try {
            return Presence.isPossible(path) && Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.INVALID_REQUEST, NAME + " cannot be removed: " + FileErrors.reason(e) + ".", e);
        }
    }

    /**
     * Finds out that something can be kept, and makes everything ready for it: who asks for a key must be able to keep it.
     *
     * @throws Isol8Exception if it cannot
     */
    Draft draft() {
        try {
            if (Files.isDirectory(path)) {
                throw new FileAlreadyExistsException(path.toString(), null, "it is a directory");
            }
            Files.createDirectories(directory, OWNERS_DIRECTORY);
            return new Draft(Files.createTempFile(directory, ".credentials", ".tmp", OWNERS_FILE));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static Isol8Exception unwritable(IOException failure) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST, NAME + " cannot be written: " + FileErrors.reason(failure) + ".", failure);
    }

    /** What takes the file's place once it is complete. Not thread-safe. */
    final class Draft implements AutoCloseable {

        private final Path draft;

        private Draft(Path draft) {
            this.draft = draft;
        }

        void keep(Credentials credentials) {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(credentials.write()));
                channel.force(true);
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /** Nothing is left of it, unless it was kept. */
        @Override
        public void close() {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }
    }
}
