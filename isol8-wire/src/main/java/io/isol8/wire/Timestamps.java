package io.isol8.wire;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;

/** Points in time, as JavaScript writes them: {@code 2026-01-01T00:00:00.000Z}. */
final class Timestamps {

    static final String EXPECTED = "a point in time such as 2026-01-01T00:00:00.000Z";

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Timestamps() {}

    static String text(Instant time) {
        return MILLISECONDS.format(time);
    }

    /** Any offset and any fraction. */
    static Instant read(JsonInput in) throws IOException {
        return parse(in.string()).orElseThrow(() -> in.wrong(EXPECTED));
    }

    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
