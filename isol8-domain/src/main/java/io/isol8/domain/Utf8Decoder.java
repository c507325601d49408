package io.isol8.domain;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns a stream of bytes into text piece by piece: a character that is split between two pieces comes out whole,
 * and what is not UTF-8 becomes U+FFFD (spec 16.7). Not thread-safe.
 */
public final class Utf8Decoder {

    private static final int LONGEST_PREFIX = 3;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer carried = ByteBuffer.allocate(LONGEST_PREFIX);

    /** The text that is complete with these bytes. */
    public String decode(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(carried.position() + length);
        in.put(carried.flip()).put(bytes, offset, length).flip();
        carried.clear();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.reset().decode(in, out, false);
        carried.put(in);
        return out.flip().toString();
    }

    /** The end of the stream: what is left of an unfinished character. */
    public String finish() {
        boolean unfinished = carried.position() > 0;
        carried.clear();
        return unfinished ? "\uFFFD" : "";
    }

    /** Forgets an unfinished character: the stream was cut in its middle. */
    void dropUnfinished() {
        carried.clear();
    }
}
