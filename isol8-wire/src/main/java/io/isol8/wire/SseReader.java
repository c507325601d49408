package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream (spec 5): the lines that start with {@code data: }; all others are passed over, as are events
 * that are not known here. Not thread-safe.
 */
public final class SseReader {

    /** The default for the longest line, bytes: files that an exit event brings are in it. */
    public static final int LONGEST_LINE = 128 << 20;

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final int longestLine;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    /** @param stream not closed */
    public SseReader(InputStream stream) {
        this(stream, LONGEST_LINE);
    }

    /**
     * @param stream not closed
     * @param longestLine bytes; also those of lines that are passed over
     */
    public SseReader(InputStream stream, int longestLine) {
        this.in = stream;
        this.longestLine = longestLine;
    }

    /**
     * The next event, waiting for it; empty at the end of the stream, whatever the last event was.
     *
     * @throws Isol8Exception if the server tells that the program could not be run, as {@link EventJson#read} does;
     *     with {@code ENGINE_FAILED} if a line is too long
     * @throws IOException if the stream breaks
     */
    public Optional<StreamEvent> next() throws IOException {
        for (byte[] line = line(); line != null; line = line()) {
            if (Arrays.mismatch(line, DATA) == DATA.length) {
                Optional<StreamEvent> event =
                        EventJson.read(new ByteArrayInputStream(line, DATA.length, line.length - DATA.length));
                if (event.isPresent()) {
                    return event;
                }
            }
        }
        return Optional.empty();
    }

    /** The next line without its end; null at the end of the stream. */
    private byte @Nullable [] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int from = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            if (line.size() + (position - from) > longestLine) {
                throw Origin.ANSWER.complaint("It has a line of more than " + longestLine + " bytes.");
            }
            line.write(buffer, from, position - from);
            if (position < limit) {
                position++;
                return line.toByteArray();
            }
            position = 0;
            limit = Math.max(0, in.read(buffer));
            if (limit == 0) {
                return line.size() == 0 ? null : line.toByteArray();
            }
        }
    }
}
