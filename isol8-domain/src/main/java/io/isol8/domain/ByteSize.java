package io.isol8.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes, written as people write it: {@code 512m}, {@code 1.5 GB}, {@code 4096} (spec 13.4).
 *
 * @param bytes at least 1
 */
public record ByteSize(long bytes) {

    /** What a size looks like. */
    public static final Pattern GRAMMAR = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,18})?) ?([kKmMgGtT]?)[bB]?");

    public ByteSize {
        if (bytes < 1) {
            throw Isol8Exception.invalid("A size must be at least 1 byte, not " + bytes + ".");
        }
    }

    /** The size in a memory limit; the error text is the one that clients know (spec 10.4). */
    public static ByteSize memory(String text) {
        return parse(text, "Invalid memory limit format: \"%s\". Use e.g. \"512m\", \"1g\".");
    }

    /**
     * The size in any other option.
     *
     * @param field the option's name, for the error
     */
    public static ByteSize of(String field, String text) {
        return parse(text, "Invalid " + field + ": \"%s\". Use e.g. \"512m\", \"1g\".");
    }

    private static ByteSize parse(String text, String complaint) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw Isol8Exception.invalid(String.format(complaint, Ascii.printable(text)));
        }
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit(Ascii.lowerCase(matcher.group(2)))))
                .setScale(0, RoundingMode.FLOOR);
        if (bytes.signum() < 1 || bytes.unscaledValue().bitLength() > 62) {
            throw Isol8Exception.invalid(String.format(complaint, Ascii.printable(text)));
        }
        return new ByteSize(bytes.longValueExact());
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            case "t" -> 1L << 40;
            default -> 1L;
        };
    }

    /** The size as it was meant, e.g. {@code 512m}; a plain number when no unit divides it. */
    @Override
    public String toString() {
        String[] units = {"t", "g", "m", "k"};
        for (String unit : units) {
            if (bytes % unit(unit) == 0) {
                return bytes / unit(unit) + unit;
            }
        }
        return Long.toString(bytes);
    }
}
