package io.isol8.engine.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Room for bytes under way: little for connections that carry little, for a program can have many of them. */
final class Buffers {

    /** Bytes at a time, at most. */
    static final int MOST = 64 << 10;

    private static final int FIRST = 4 << 10;

    private Buffers() {}

    static byte[] first() {
        return new byte[FIRST];
    }

    /** What to use after a read into {@code buffer}: a larger one if that was full. */
    static byte[] after(byte[] buffer, int count) {
        return count == buffer.length && count < MOST ? new byte[MOST] : buffer;
    }

    /** Passes on what comes until nothing more does. */
    static void pump(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = first();
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            buffer = after(buffer, count);
        }
    }
}
