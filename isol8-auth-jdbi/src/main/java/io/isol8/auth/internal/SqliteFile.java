package io.isol8.auth.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * A file with a SQLite database, which need not exist.
 *
 * @param path absolute
 */
public record SqliteFile(Path path) implements DatabaseAddress {

    /** How long to wait for others who write. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static SqliteFile parse(String text, Map<String, String> environment) {
        if (text.isBlank() || text.startsWith(":")) {
            throw Isol8Exception.invalid("The path of the SQLite file must not be blank or begin with a colon: \""
                    + text + "\". Keys are kept in a file, not in memory.");
        }
        try {
            return new SqliteFile(
                    Path.of(expanded(text, environment)).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw Isol8Exception.invalid("The path of the SQLite file cannot be one: " + e.getReason() + ".");
        }
    }

    private static String expanded(String text, Map<String, String> environment) {
        if (!text.startsWith("~/")) {
            return text;
        }
        String home = environment.getOrDefault("HOME", "");
        return (home.isEmpty() ? System.getProperty("user.home") : home) + text.substring(1);
    }

    @Override
    public Dialect dialect() {
        return Dialect.SQLITE;
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:sqlite:" + path.toUri();
    }

    @Override
    public Properties properties() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "journal_mode", "WAL",
                "foreign_keys", "true",
                "busy_timeout", String.valueOf(PATIENCE.toMillis()),
                // a transaction that is going to write says so at once, and so waits instead of failing
                "transaction_mode", "IMMEDIATE"));
        return properties;
    }

    @Override
    public int connections() {
        return 4;
    }

    /**
     * While one connection changes the file's mode, or the last one closes it, SQLite turns others away without
     * waiting as it does elsewhere.
     */
    @Override
    public Duration startPatience() {
        return PATIENCE;
    }

    @Override
    public Secrets secrets() {
        return Secrets.NONE;
    }

    /** Makes the file and its directories, for nobody else to read; what exists stays as it is. */
    @Override
    public void prepare() {
        try {
            makeDirectories();
            Files.createFile(path, permissions("rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.exists(path)) {
                throw unusable(e);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void makeDirectories() throws IOException {
        Path directory = path.getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, permissions("rwx------"));
        }
    }

    private static FileAttribute<?> permissions(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private Isol8Exception unusable(IOException cause) {
        return new Isol8Exception(
                ErrorCode.KEY_STORE_UNAVAILABLE,
                "The key store " + path + " cannot be made: " + cause.getClass().getSimpleName() + " "
                        + cause.getMessage(),
                cause);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
