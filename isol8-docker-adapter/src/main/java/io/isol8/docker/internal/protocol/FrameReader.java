package io.isol8.docker.internal.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads frames from a stream through a buffer of its own. Not thread-safe: one thread reads. */
public final class FrameReader {

    private static final int BUFFER_SIZE = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int at;
    private int end;

    public FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next frame, waiting for it; empty at the end of the stream.
     *
     * @throws EOFException if the stream ends within a frame
     * @throws ProtocolException if the frame's length or type is impossible
     */
    public Optional<Frame> read() throws IOException {
        if (at == end && !fill()) {
            return Optional.empty();
        }
        byte[] header = take(Frame.HEADER_SIZE);
        PayloadReader fields = new PayloadReader(header);
        long length = fields.u32();
        int code = fields.u8();
        int channel = (int) fields.u32();
        if (length > Frame.MAX_PAYLOAD) {
            throw new ProtocolException("frame of " + length + " bytes");
        }
        FrameType type = FrameType.of(code).orElseThrow(() -> new ProtocolException("unknown frame type " + code));
        return Optional.of(new Frame(type, channel, take((int) length)));
    }

    private byte[] take(int count) throws IOException {
        byte[] bytes = new byte[count];
        int have = Math.min(count, end - at);
        System.arraycopy(buffer, at, bytes, 0, have);
        at += have;
        while (have < count) {
            // What is larger than the buffer goes where it belongs at once.
            int n = count - have >= BUFFER_SIZE ? in.read(bytes, have, count - have) : fillAndCopy(bytes, have);
            if (n < 0) {
                throw new EOFException("the stream ended within a frame");
            }
            have += n;
        }
        return bytes;
    }

    private int fillAndCopy(byte[] bytes, int from) throws IOException {
        if (!fill()) {
            return -1;
        }
        int n = Math.min(bytes.length - from, end - at);
        System.arraycopy(buffer, at, bytes, from, n);
        at += n;
        return n;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER_SIZE));
        return end > 0;
    }
}
