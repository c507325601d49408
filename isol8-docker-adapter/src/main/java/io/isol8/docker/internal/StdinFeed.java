package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.PayloadReader;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.Isol8Exception;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A program's standard input on its way: cut into the pieces that its window allows, each sent by whoever made it
 * possible. Nothing but {@link #write} waits. Thread-safe.
 */
final class StdinFeed {

    /** Where the pieces go; must not wait. */
    interface Outlet {

        void stdin(byte[] piece);

        /** Once, after the last piece. */
        void stdinEnd();
    }

    private static final int PIECE = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final Outlet outlet;

    /** Held by the writer whose turn it is. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private byte[] waiting;
    private int sent;
    private long window;
    private boolean ending;
    private boolean over;
    private Optional<Isol8Exception> loss = Optional.empty();

    /**
     * @param first is sent before anything else, from {@link #start} on
     * @param open whether more may come; else the end follows
     */
    StdinFeed(byte[] first, boolean open, long window, Outlet outlet) {
        this.waiting = first;
        this.ending = !open;
        this.window = window;
        this.outlet = outlet;
    }

    synchronized void start() {
        pump();
    }

    /** So many more bytes may be sent. */
    synchronized void credit(long bytes) {
        window += bytes;
        pump();
    }

    /**
     * Returns when all has been sent, or will never be because nobody reads it any more.
     *
     * @throws Isol8Exception what {@link #fail} was given
     * @throws InterruptedException and the rest is not sent
     */
    void write(byte[] bytes) throws InterruptedException {
        turn.lockInterruptibly();
        try {
            writeInTurn(bytes);
        } finally {
            turn.unlock();
        }
    }

    private synchronized void writeInTurn(byte[] bytes) throws InterruptedException {
        awaitSent();
        if (ending || over) {
            return;
        }
        waiting = bytes;
        try {
            pump();
            awaitSent();
        } finally {
            forget();
            pump();
        }
    }

    private void awaitSent() throws InterruptedException {
        while (sent < waiting.length && !over) {
            wait();
        }
        if (loss.isPresent()) {
            throw SupervisorConnection.again(loss.get());
        }
    }

    /** The end follows what is under way. May be repeated. */
    synchronized void end() {
        if (!ending) {
            ending = true;
            pump();
        }
    }

    /** Nobody reads any more. */
    synchronized void close() {
        over = true;
        forget();
        notifyAll();
    }

    /** Nobody reads any more, and that is a failure. */
    synchronized void fail(Isol8Exception reason) {
        loss = Optional.of(reason);
        close();
    }

    private void forget() {
        waiting = NOTHING;
        sent = 0;
    }

    private void pump() {
        while (sent < waiting.length && window > 0) {
            int count = (int) Math.min(Math.min(waiting.length - sent, window), PIECE);
            byte[] piece = Arrays.copyOfRange(waiting, sent, sent + count);
            sent += count;
            window -= count;
            outlet.stdin(piece);
        }
        if (sent == waiting.length && !over) {
            forget();
            if (ending) {
                over = true;
                outlet.stdinEnd();
            }
            notifyAll();
        }
    }

    static long decodeCredit(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        long bytes = reader.u32();
        reader.end();
        return bytes;
    }
}
