package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Isol8Config;
import io.isol8.wire.ConfigJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the config file that holds and reads it (spec 8.1, 8.9). Where there is none, looking for it is all that it
 * costs.
 */
final class ConfigFiles {

    static final String BESIDE = "isol8.config.json";
    static final String AT_HOME = ".isol8/config.json";

    private static final Logger log = LoggerFactory.getLogger(ConfigFiles.class);
    private static final int LARGEST = 1 << 20;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final Console console;
    private final Map<String, String> environment;

    ConfigFiles(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /**
     * The file that holds.
     *
     * @param named the one that a flag names, which must exist; without it the usual places are looked at
     * @throws Isol8Exception if there is no such file
     */
    Optional<Path> find(@Nullable String named) {
        return named == null ? search() : Optional.of(existing(named));
    }

    /** What holds, read from where it is found (see {@link #find} and {@link #read}). */
    Isol8Config load(@Nullable String named) {
        return find(named).map(this::read).orElseGet(Isol8Config::builtIn);
    }

    /** Also one that perhaps exists: to go on without it could mean to go on without its walls. */
    private Optional<Path> search() {
        Path beside = Path.of(BESIDE);
        if (Presence.isPossible(beside)) {
            return Optional.of(plain(beside.toAbsolutePath()));
        }
        String home = environment.getOrDefault("HOME", "");
        Path atHome = Path.of(home, AT_HOME);
        return !home.isEmpty() && Presence.isPossible(atHome)
                ? Optional.of(plain(atHome.toAbsolutePath()))
                : Optional.empty();
    }

    /** Nobody asked for this file by its name, so nobody is to wait for what comes out of a pipe there. */
    private static Path plain(Path file) {
        try {
            if (Files.readAttributes(file, BasicFileAttributes.class).isOther()) {
                throw Isol8Exception.invalid(Console.printable(file.toString())
                        + ": The config file is a pipe or a device. Name it with --config if that is meant.");
            }
            return file;
        } catch (IOException e) {
            log.debug("What {} is will be seen when it is read: {}", file, e.toString());
            return file;
        }
    }

    private static Path existing(String name) {
        try {
            Path file = Path.of(name);
            if (!name.isEmpty() && Presence.isPossible(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw missing(name);
        }
        throw missing(name);
    }

    private static Isol8Exception missing(String name) {
        return Isol8Exception.invalid("Config file not found: " + Console.printable(name));
    }

    /**
     * Warns of keys that nobody knows and of values that lead nowhere.
     *
     * @throws Isol8Exception naming the file, the key and what is allowed
     */
    Isol8Config read(Path file) {
        String name = Console.printable(file.toString());
        try {
            return ConfigJson.read(text(file), line -> console.warn(name + ": " + line));
        } catch (Isol8Exception e) {
            throw Isol8Exception.invalid(name + ": " + e.message());
        }
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw Isol8Exception.invalid("The config file is a directory.");
        }
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw Isol8Exception.invalid("The config file has more than " + LARGEST + " bytes.");
            }
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Isol8Exception.invalid("The config file is not UTF-8 text.");
        } catch (IOException e) {
            throw Isol8Exception.invalid("The config file cannot be read: " + FileErrors.reason(e) + ".");
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            throw Isol8Exception.invalid(
                    "The config file begins with a byte order mark. Save it as UTF-8 without one.");
        }
        return text;
    }
}
