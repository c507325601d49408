package io.isol8.docker.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a payload apart, field by field, and {@link #end} checks that nothing is left over. Not thread-safe. */
public final class PayloadReader {

    private final byte[] payload;
    private int at;

    public PayloadReader(byte[] payload) {
        this.payload = payload;
    }

    public int u8() throws ProtocolException {
        return (int) number(1);
    }

    public int u16() throws ProtocolException {
        return (int) number(2);
    }

    public long u32() throws ProtocolException {
        return number(4);
    }

    /** All 64 bits: a number of 2^63 or more comes out negative. */
    public long u64() throws ProtocolException {
        return number(8);
    }

    /** Text in UTF-8; what is not becomes U+FFFD. */
    public String str() throws ProtocolException {
        return new String(strBytes(), StandardCharsets.UTF_8);
    }

    /** The bytes of a text, for names that need not be UTF-8. */
    public byte[] strBytes() throws ProtocolException {
        long length = u32();
        if (length > payload.length - at) {
            throw new ProtocolException("payload is too short");
        }
        return raw((int) length);
    }

    /** The next bytes as they are. */
    public byte[] raw(int count) throws ProtocolException {
        if (count > payload.length - at) {
            throw new ProtocolException("payload is too short");
        }
        at += count;
        return Arrays.copyOfRange(payload, at - count, at);
    }

    /** @throws ProtocolException if there are bytes left */
    public void end() throws ProtocolException {
        if (at != payload.length) {
            throw new ProtocolException("payload is too long");
        }
    }

    private long number(int size) throws ProtocolException {
        long value = 0;
        for (byte b : raw(size)) {
            value = value << 8 | (b & 0xFF);
        }
        return value;
    }
}
