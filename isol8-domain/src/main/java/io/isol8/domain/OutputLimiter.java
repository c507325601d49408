package io.isol8.domain;

/**
 * One output stream on its way to text: decodes it and keeps no more than a number of bytes (spec 16.3, 16.4).
 *
 * <p>Not thread-safe.
 */
public final class OutputLimiter {

    private final int cap;
    private final Utf8Decoder decoder = new Utf8Decoder();
    private long seen;

    /** @param cap bytes to keep */
    public OutputLimiter(int cap) {
        this.cap = cap;
    }

    /** The text to show for these bytes; empty once the cap is reached. */
    public String accept(byte[] bytes) {
        int room = (int) Math.max(0, Math.min(bytes.length, cap - seen));
        seen += bytes.length;
        String text = room == 0 ? "" : decoder.decode(bytes, 0, room);
        if (truncated()) {
            decoder.dropUnfinished();
        }
        return text;
    }

    /** Whether more came than is kept. */
    public boolean truncated() {
        return seen > cap;
    }

    /** The end of the stream: the text of an unfinished character, if it was not cut. */
    public String finish() {
        return decoder.finish();
    }

    /**
     * What to say about the cut.
     *
     * @param total all bytes that the program wrote
     */
    public String notice(long total) {
        return "\n\n--- OUTPUT TRUNCATED (" + Math.max(total, seen) + " bytes, limit: " + cap + ") ---";
    }
}
