package io.isol8.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Audit records as they were written. */
final class AuditLines {

    private static final Pattern WHOLE =
            Pattern.compile("(?:AUDIT_LOG: )?\\{\"executionId\":\"([-0-9a-f]{36})\",.*\\}", Pattern.DOTALL);

    private AuditLines() {}

    /** The lines of a file, if there is one. */
    static List<String> of(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isWhole(String line) {
        return WHOLE.matcher(line).matches();
    }

    /** The ids of the lines that are whole. */
    static List<UUID> ids(Stream<String> lines) {
        return lines.map(WHOLE::matcher)
                .filter(Matcher::matches)
                .map(line -> UUID.fromString(line.group(1)))
                .toList();
    }

    /** What a field that is no object holds, as it is written; empty if there is no such field. */
    static String field(String line, String name) {
        return Pattern.compile("\"" + name + "\":(\"(?:[^\"\\\\]|\\\\.)*\"|[-0-9.]+)")
                .matcher(line)
                .results()
                .findFirst()
                .map(match -> match.group(1))
                .orElse("");
    }
}
