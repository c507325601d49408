package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.PayloadReader;
import io.isol8.docker.internal.protocol.ProtocolException;
import java.util.Arrays;

/** Cuts a program's whole standard input into the pieces that its window allows. Thread-safe. */
final class StdinFeed {

    private static final int PIECE = 64 * 1024;

    private final byte[] all;
    private int sent;
    private long window;
    private boolean finished;

    StdinFeed(byte[] all, int window) {
        this.all = all;
        this.window = window;
    }

    synchronized void credit(long bytes) {
        window += bytes;
    }

    /** The next piece; empty if there is none or no room for it yet. */
    synchronized byte[] next() {
        int count = (int) Math.min(Math.min(all.length - sent, window), PIECE);
        byte[] piece = Arrays.copyOfRange(all, sent, sent + count);
        sent += count;
        window -= count;
        return piece;
    }

    /** Whether everything has gone out; true once only. */
    synchronized boolean justFinished() {
        boolean now = !finished && sent == all.length;
        finished |= now;
        return now;
    }

    static long decodeCredit(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        long bytes = reader.u32();
        reader.end();
        return bytes;
    }
}
