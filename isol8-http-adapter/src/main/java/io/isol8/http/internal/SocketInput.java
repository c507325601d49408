package io.isol8.http.internal;

import io.isol8.domain.Threads;
import io.isol8.ports.RunningExecution;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standard input on its way from a client to a program, which may not run yet or may read slowly: a bounded amount
 * waits, then the client has to (spec 6.3). Thread-safe.
 */
final class SocketInput {

    /** How many bytes wait at most, the piece that exceeds it included once a program is on its way. */
    static final int MOST_BYTES = 1 << 20;

    private static final Logger log = LoggerFactory.getLogger(SocketInput.class);

    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private int held;
    private boolean used;
    private boolean ended;
    private boolean expected;
    private boolean closed;
    private @Nullable Runnable whenRoom;

    /**
     * Adds a piece. What comes behind the end, or for nobody, is dropped.
     *
     * @param last whether it is the end
     * @param then is run, at once or by somebody else, when there is room for another one
     * @return false if no program is on its way and too much waits for one: the piece, and all that follow, are dropped
     */
    boolean add(byte[] piece, boolean last, Runnable then) {
        boolean tooMuch;
        synchronized (this) {
            used = true;
            tooMuch = !closed && !ended && !expected && held + piece.length > MOST_BYTES;
            if (!closed && !ended && !tooMuch) {
                pieces.add(piece);
                held += piece.length;
                notifyAll();
            }
            ended = ended || last || tooMuch;
            if (isFull()) {
                whenRoom = then;
                return true;
            }
        }
        then.run();
        return !tooMuch;
    }

    /** There will be a program, so what is too much for now can wait. */
    synchronized void expectProgram() {
        expected = true;
    }

    /** Whether the client has to wait. */
    synchronized boolean isFull() {
        return expected && !closed && held >= MOST_BYTES;
    }

    /** Whether the client has sent anything, or at least the end. */
    synchronized boolean isUsed() {
        return used;
    }

    /** Nobody wants any more of it. */
    void close() {
        Runnable waiting;
        synchronized (this) {
            closed = true;
            pieces.clear();
            held = 0;
            notifyAll();
            waiting = takeWaiting();
        }
        waiting.run();
    }

    private Runnable takeWaiting() {
        Runnable waiting = whenRoom;
        whenRoom = null;
        return waiting == null ? () -> {} : waiting;
    }

    /** Hands everything on, on a thread of its own, until this is closed or at its end. */
    void pumpTo(RunningExecution program) {
        Threads.start("isol8-socket-input", () -> pump(program));
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
    private Optional<byte[]> next() throws InterruptedException {
        byte[] piece;
        Runnable waiting = () -> {};
        synchronized (this) {
            while (pieces.isEmpty() && !ended && !closed) {
                wait();
            }
            piece = pieces.poll();
            if (piece != null) {
                held -= piece.length;
            }
            if (!isFull()) {
                waiting = takeWaiting();
            }
        }
        waiting.run();
        return Optional.ofNullable(piece);
    }
}
