package io.isol8.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** The standard input of a program in memory; holds a window's worth of bytes that nobody read. Thread-safe. */
final class Inbox {

    private static final int WINDOW = 64 * 1024;

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int held;
    private boolean ended;
    private boolean closed;

    /** What is there from the start, however much it is. */
    Inbox(byte[] first, boolean open) {
        if (first.length > 0) {
            pieces.add(first);
        }
        ended = !open;
    }

    /** Waits for room; once nobody reads any more it is dropped. */
    synchronized void write(byte[] bytes) throws InterruptedException {
        while (held > 0 && held + bytes.length > WINDOW && !closed) {
            wait();
        }
        if (!closed && !ended && bytes.length > 0) {
            pieces.add(bytes.clone());
            held += bytes.length;
            notifyAll();
        }
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The program is gone. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** What was written next, waiting for it; empty at the end. */
    synchronized Optional<byte[]> read() throws InterruptedException {
        while (pieces.isEmpty() && !ended) {
            wait();
        }
        byte[] piece = pieces.poll();
        if (piece == null) {
            return Optional.empty();
        }
        held = Math.max(0, held - piece.length);
        notifyAll();
        return Optional.of(piece);
    }

    /** Everything until the end. */
    byte[] readAll() throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Optional<byte[]> piece = read(); piece.isPresent(); piece = read()) {
            all.writeBytes(piece.get());
        }
        return all.toByteArray();
    }
}
