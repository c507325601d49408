package io.isol8.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/** The standard input of a program in memory; holds a window's worth of bytes that nobody read. Thread-safe. */
final class Inbox {

    private static final int WINDOW = 64 * 1024;
    private static final int PIECE = 16 * 1024;

    /** Held by the writer whose turn it is. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private long held;
    private boolean writing;
    private boolean ending;
    private boolean closed;

    /** What is there from the start, however much it is. */
    Inbox(byte[] first, boolean open) {
        add(first);
        ending = !open;
    }

    private void add(byte[] piece) {
        if (piece.length > 0) {
            pieces.add(piece);
            held += piece.length;
        }
    }

    /** Waits for room; once nobody reads any more it is dropped. */
    void write(byte[] bytes) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            writeInTurn(bytes);
        } finally {
            turn.unlock();
        }
    }

    private synchronized void writeInTurn(byte[] bytes) throws InterruptedException {
        writing = !ending;
        try {
            for (int at = 0; at < bytes.length && writing; at += PIECE) {
                put(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE)));
            }
        } finally {
            writing = false;
            notifyAll();
        }
    }

    private void put(byte[] piece) throws InterruptedException {
        while (held + piece.length > WINDOW && !closed) {
            wait();
        }
        if (!closed) {
            add(piece);
            notifyAll();
        }
    }

    synchronized void end() {
        ending = true;
        notifyAll();
    }

    /** The program is gone. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** What was written next, waiting for it; empty at the end. */
    synchronized Optional<byte[]> read() throws InterruptedException {
        while (pieces.isEmpty() && (writing || !ending)) {
            wait();
        }
        byte[] piece = pieces.poll();
        if (piece == null) {
            return Optional.empty();
        }
        held -= piece.length;
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
