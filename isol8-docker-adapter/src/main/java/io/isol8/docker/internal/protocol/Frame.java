package io.isol8.docker.internal.protocol;

/**
 * One frame. The payload is not copied: whoever makes a frame gives it away.
 *
 * <p>Thread-safe as long as nobody writes into the payload.
 *
 * @param channel an unsigned 32-bit number; 0 is the connection itself
 */
public record Frame(FrameType type, int channel, byte[] payload) {

    /** Bytes before the payload. */
    public static final int HEADER_SIZE = 9;

    /** The largest payload either side may send, in bytes. */
    public static final int MAX_PAYLOAD = 1 << 20;

    /** The largest payload of a frame that carries data, in bytes. */
    public static final int MAX_DATA = 1 << 16;

    public Frame {
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("payload of " + payload.length + " bytes");
        }
    }

    /** The bytes that go before the payload. */
    public byte[] header() {
        return new PayloadWriter()
                .u32(payload.length)
                .u8(type.code())
                .u32(Integer.toUnsignedLong(channel))
                .toBytes();
    }
}
