package io.isol8.docker.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** Bytes that come in pieces, which are kept as they are. For one thread at a time. */
abstract class PieceStream extends InputStream {

    private static final byte[] NOTHING = {};

    private byte[] current = NOTHING;
    private int at;

    /** The next piece, waiting for it; an empty one at the end, and whenever it is asked for after that. */
    abstract byte[] next() throws IOException;

    /** What came and was not read is forgotten. */
    final void drop() {
        current = NOTHING;
        at = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (at == current.length && !advance()) {
            return -1;
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long count = 0;
        while (at < current.length || advance()) {
            out.write(current, at, current.length - at);
            count += current.length - at;
            at = current.length;
        }
        return count;
    }

    private boolean advance() throws IOException {
        current = next();
        at = 0;
        return current.length > 0;
    }
}
