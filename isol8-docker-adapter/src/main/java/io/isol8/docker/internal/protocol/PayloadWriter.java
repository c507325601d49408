package io.isol8.docker.internal.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a payload, field by field. Not thread-safe. */
public final class PayloadWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public PayloadWriter u8(int value) {
        return number(value, 1);
    }

    public PayloadWriter u16(int value) {
        return number(value, 2);
    }

    public PayloadWriter u32(long value) {
        return number(value, 4);
    }

    /** All 64 bits of the value: a negative one stands for a number of 2^63 or more. */
    public PayloadWriter u64(long value) {
        return put(value, 8);
    }

    /**
     * The text in UTF-8 behind its length.
     *
     * @throws IllegalArgumentException if it holds a zero character, which no {@code str} can carry
     */
    public PayloadWriter str(String text) {
        return str(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes behind their length, for names that are not text. */
    public PayloadWriter str(byte[] text) {
        for (byte b : text) {
            if (b == 0) {
                throw new IllegalArgumentException("a string with a zero byte in it");
            }
        }
        u32(text.length);
        bytes.writeBytes(text);
        return this;
    }

    /** Bytes as they are, without their length. */
    public PayloadWriter raw(byte[] raw) {
        bytes.writeBytes(raw);
        return this;
    }

    /** What was written so far. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private PayloadWriter number(long value, int size) {
        if (value >>> (8 * size) != 0) {
            throw new IllegalArgumentException(value + " does not fit into " + size + " bytes");
        }
        return put(value, size);
    }

    private PayloadWriter put(long value, int size) {
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            bytes.write((int) (value >>> shift));
        }
        return this;
    }
}
