package io.isol8.client;

import java.util.Optional;

/**
 * A part of a file, which may end before it does.
 *
 * @param offset of its first byte
 * @param length bytes at most, at least one
 */
record ByteSpan(long offset, long length) {

    /** Beyond this no file goes; servers need not understand larger numbers. */
    private static final long LARGEST = 999_999_999_999_999_999L;

    /** What to ask for it with; empty if that is the whole file. */
    Optional<String> header() {
        if (offset == 0 && length == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long first = Math.min(offset, LARGEST);
        String last = length > LARGEST - first ? "" : Long.toString(first + length - 1);
        return Optional.of("bytes=" + first + "-" + last);
    }
}
