package io.isol8.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/** One direction of a {@link TunnelPair}. Whoever writes waits while too much has not been read. Thread-safe. */
final class Pipe {

    private static final int WINDOW = 256 * 1024;
    private static final int PIECE = 64 * 1024;

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int held;
    private boolean ended;
    private Optional<String> failure = Optional.empty();

    /** What is under way arrives, and then the end. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Nothing goes through any more, unless the end has arrived. */
    synchronized void fail(String reason) {
        if (!isOver()) {
            pieces.clear();
            failure = Optional.of(reason);
            notifyAll();
        }
    }

    private boolean isOver() {
        return ended && pieces.isEmpty();
    }

    InputStream reader() {
        return new Reader();
    }

    /** Its close is {@link #end}. */
    OutputStream writer() {
        return new Writer();
    }

    private synchronized void put(byte[] piece) throws IOException {
        waitWhile(() -> held >= WINDOW && !ended && failure.isEmpty());
        check();
        if (ended) {
            throw new IOException("the connection is closed");
        }
        pieces.add(piece);
        held += piece.length;
        notifyAll();
    }

    /** The next bytes, waiting for them; empty at the end. */
    private synchronized Optional<byte[]> take() throws IOException {
        waitWhile(() -> pieces.isEmpty() && !ended && failure.isEmpty());
        check();
        Optional<byte[]> piece = Optional.ofNullable(pieces.poll());
        held -= piece.map(bytes -> bytes.length).orElse(0);
        notifyAll();
        return piece;
    }

    private void check() throws IOException {
        if (failure.isPresent()) {
            throw new IOException(failure.get());
        }
    }

    private synchronized void waitWhile(BooleanSupplier condition) throws IOException {
        try {
            while (condition.getAsBoolean()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a connection waited");
        }
    }

    private final class Reader extends InputStream {

        private byte[] current = {};
        private int at;

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
            if (at == current.length) {
                Optional<byte[]> next = take();
                if (next.isEmpty()) {
                    return -1;
                }
                current = next.get();
                at = 0;
            }
            int count = Math.min(length, current.length - at);
            System.arraycopy(current, at, target, offset, count);
            at += count;
            return count;
        }
    }

    private final class Writer extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            put(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            for (int at = offset; at < offset + length; at += PIECE) {
                put(Arrays.copyOfRange(bytes, at, Math.min(offset + length, at + PIECE)));
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}
