package io.isol8.http.internal;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file (RFC 9110, 14).
 *
 * @param first offset of its first byte
 * @param length bytes; none if it lies behind the file's end
 */
record ByteRange(long first, long length) {

    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange all(long size) {
        return new ByteRange(0, size);
    }

    /**
     * The one range that is asked for.
     *
     * @return empty if none is, or several, or what cannot be understood: then the whole file is meant
     */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher matcher = ONE_RANGE.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long count = Math.min(size, Long.parseLong(matcher.group(2)));
            return Optional.of(new ByteRange(size - count, count));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(first, Math.max(0, Math.min(size - 1, last) - first + 1)));
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** {@code bytes 0-99/1000}. */
    String header(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
