package io.isol8.docker.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The standard output of a container, taken out of the stream in which Docker mixes it with standard error. What
 * comes first on standard error is kept for error messages. For one reading thread.
 */
final class AttachedOutput extends InputStream {

    private static final int HEADER = 8;
    private static final int LENGTH_OFFSET = 4;
    private static final int STDERR = 2;
    private static final int KEPT = 2048;

    private final InputStream raw;
    private final byte[] header = new byte[HEADER];
    private volatile String complaints = "";
    private long left;

    AttachedOutput(InputStream raw) {
        this.raw = raw;
    }

    /** What the container wrote to standard error first; may be called by any thread. */
    String complaints() {
        return complaints.strip();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (left == 0) {
            if (!nextHeader()) {
                return -1;
            }
            if (header[0] == STDERR) {
                keepComplaint();
            }
        }
        int count = raw.read(target, offset, (int) Math.min(length, left));
        if (count > 0) {
            left -= count;
        }
        return count;
    }

    private boolean nextHeader() throws IOException {
        int got = raw.readNBytes(header, 0, HEADER);
        if (got == 0) {
            return false;
        }
        if (got < HEADER) {
            throw new EOFException("the container's output ended in the middle of a header");
        }
        left = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(LENGTH_OFFSET));
        return true;
    }

    private void keepComplaint() throws IOException {
        byte[] text = raw.readNBytes((int) Math.min(left, KEPT));
        raw.skipNBytes(left - text.length);
        left = 0;
        if (complaints.isEmpty()) {
            complaints = new String(text, StandardCharsets.UTF_8);
        }
    }
}
