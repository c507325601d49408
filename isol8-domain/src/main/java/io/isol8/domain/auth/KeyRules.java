package io.isol8.domain.auth;

import io.isol8.domain.Isol8Exception;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What may be asked for when a key is made. Every method returns what it was given, or throws {@link Isol8Exception}
 * with {@link io.isol8.domain.ErrorCode#INVALID_REQUEST}.
 */
public final class KeyRules {

    /** What the narrowest column holds, in code points. */
    private static final int LONGEST_TEXT = 255;

    /** A hundred years: far from what clocks and four-digit years can hold. */
    public static final Duration LONGEST_TTL = Duration.ofDays(36_500);

    private KeyRules() {}

    /** A key's name: 1 to 255 characters of any script, not only blanks. */
    public static String name(String name) {
        if (name.isBlank()) {
            throw Isol8Exception.invalid("name is required");
        }
        return text("name", name);
    }

    /** A tenant's id: 1 to 255 characters of any script, not only blanks. */
    public static String tenantId(String tenantId) {
        if (tenantId.isBlank()) {
            throw Isol8Exception.invalid("tenantId must not be blank.");
        }
        return text("tenantId", tenantId);
    }

    /** How long a key lasts: whole milliseconds, at least one and at most a hundred years of 365 days. */
    public static Duration ttl(Duration ttl) {
        boolean whole = ttl.equals(ttl.truncatedTo(ChronoUnit.MILLIS));
        if (!whole || ttl.compareTo(Duration.ofMillis(1)) < 0 || ttl.compareTo(LONGEST_TTL) > 0) {
            throw Isol8Exception.invalid("ttlMs must be a whole number of milliseconds between 1 and "
                    + LONGEST_TTL.toMillis() + ", not " + milliseconds(ttl) + ".");
        }
        return ttl;
    }

    private static String milliseconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                .movePointRight(3)
                .add(BigDecimal.valueOf(duration.getNano(), 6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String text(String field, String text) {
        text.codePoints().filter(KeyRules::breaksLines).findFirst().ifPresent(c -> {
            throw Isol8Exception.invalid(
                    String.format(Locale.ROOT, "%s must not contain control characters, but has U+%04X.", field, c));
        });
        int length = text.codePointCount(0, text.length());
        if (length > LONGEST_TEXT) {
            throw Isol8Exception.invalid(
                    field + " must be at most " + LONGEST_TEXT + " characters, not " + length + ".");
        }
        return text;
    }

    /** What would end a line of a log or cannot be written down at all, such as half of a surrogate pair. */
    private static boolean breaksLines(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }
}
