package io.isol8.http.internal;

import io.isol8.ports.RunningExecution;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standard input on its way from a client to a program, which may not run yet or may read slowly: a bounded amount
 * waits, then the client has to (spec 6.3). Thread-safe.
 */
final class InputQueue {

    private static final Logger log = LoggerFactory.getLogger(InputQueue.class);
    private static final int MOST_BYTES = 1 << 20;

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int held;
    private boolean used;
    private boolean ended;
    private boolean pumping;
    private boolean closed;

    /** Adds a piece, waiting while there are too many; before the program is there what is too much is dropped. */
    synchronized void add(byte[] piece, boolean last) {
        used = true;
        try {
            while (held >= MOST_BYTES && pumping && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        if (!closed && !ended && held < MOST_BYTES) {
            pieces.add(piece);
            held += piece.length;
            ended = last;
            notifyAll();
        }
    }

    synchronized boolean isUsed() {
        return used;
    }

    /** Nobody wants any more of it. */
    synchronized void close() {
        closed = true;
        pieces.clear();
        held = 0;
        notifyAll();
    }

    /** Hands everything on, on a thread of its own, until this is closed or at its end. */
    void pumpTo(RunningExecution program) {
        synchronized (this) {
            pumping = true;
        }
        Thread thread = new Thread(() -> pump(program), "isol8-socket-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(RunningExecution program) {
        try {
            for (Optional<byte[]> piece = next(); piece.isPresent(); piece = next()) {
                program.writeStdin(piece.get());
            }
            program.endStdin();
        } catch (InterruptedException e) {
            log.debug("Interrupted while handing on standard input");
        }
    }

    /** Empty at the end. */
    private synchronized Optional<byte[]> next() throws InterruptedException {
        while (pieces.isEmpty() && !ended && !closed) {
            wait();
        }
        byte[] piece = pieces.poll();
        if (piece != null) {
            held -= piece.length;
            notifyAll();
        }
        return Optional.ofNullable(piece);
    }
}
