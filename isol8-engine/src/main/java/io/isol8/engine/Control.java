package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.ports.SandboxProcess;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The grip on an execution from outside: whoever holds it can end it, whatever it is doing, and reach the program's
 * standard input. Thread-safe.
 */
final class Control {

    private static final Logger log = LoggerFactory.getLogger(Control.class);

    private boolean cancelled;
    private boolean over;
    private boolean inputEnded;
    private @Nullable Thread waiting;
    private @Nullable Thread following;
    private boolean followerInterrupted;
    private @Nullable SandboxProcess process;
    private @Nullable SandboxProcess program;

    /** Ends what runs, or keeps it from starting. Whoever follows what runs is interrupted, to lose patience soon. */
    void cancel() {
        SandboxProcess toKill;
        synchronized (this) {
            cancelled = true;
            toKill = process;
            if (waiting != null) {
                waiting.interrupt();
            }
        }
        if (toKill != null) {
            quietly(toKill::kill);
            hurryFollower();
        }
    }

    private synchronized void hurryFollower() {
        if (following != null && following != Thread.currentThread()) {
            followerInterrupted = true;
            following.interrupt();
        }
    }

    synchronized boolean isCancelled() {
        return cancelled;
    }

    /** @throws Isol8Exception with {@code CANCELLED} if {@link #cancel} came before the program started */
    void checkNotCancelled() {
        if (isCancelled()) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The execution was cancelled before it started.");
        }
    }

    /**
     * Does what may take long before anything runs, such as waiting for a turn or building an image; {@link #cancel}
     * interrupts it.
     *
     * @throws Isol8Exception with {@code CANCELLED} if it came to that
     */
    <T> T interruptibly(Callable<T> work) {
        synchronized (this) {
            checkNotCancelled();
            waiting = Thread.currentThread();
        }
        try {
            return work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(
                    ErrorCode.CANCELLED, "The execution was cancelled while it waited for its turn.", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("nothing else is thrown here", e);
        } finally {
            boolean interruptedByUs;
            synchronized (this) {
                waiting = null;
                interruptedByUs = cancelled;
            }
            if (interruptedByUs) {
                Thread.interrupted();
            }
        }
    }

    /**
     * Something runs, which the current thread follows.
     *
     * @param reachable whether it is the program, which gets signals and input from outside
     */
    void started(SandboxProcess running, boolean reachable) {
        boolean kill;
        boolean endInput;
        synchronized (this) {
            process = running;
            following = Thread.currentThread();
            program = reachable ? running : null;
            kill = cancelled;
            endInput = reachable && inputEnded;
            notifyAll();
        }
        if (kill) {
            quietly(running::kill);
        } else if (endInput) {
            quietly(running::endStdin);
        }
    }

    /** It runs no more; an interrupt that came from here is over with it. */
    synchronized void ended() {
        process = null;
        program = null;
        following = null;
        if (followerInterrupted) {
            followerInterrupted = false;
            Thread.interrupted();
        }
    }

    /** Nothing will run any more; whoever waits to write need not. */
    synchronized void over() {
        over = true;
        notifyAll();
    }

    void writeStdin(byte[] bytes) throws InterruptedException {
        SandboxProcess target = awaitProgram();
        if (target != null) {
            try {
                target.writeStdin(bytes);
            } catch (Isol8Exception e) {
                log.debug("Nobody is left to read this: {}", e.getMessage());
            }
        }
    }

    private synchronized @Nullable SandboxProcess awaitProgram() throws InterruptedException {
        while (program == null && !over && !cancelled) {
            wait();
        }
        return program;
    }

    void endStdin() {
        SandboxProcess target;
        synchronized (this) {
            inputEnded = true;
            target = program;
        }
        if (target != null) {
            quietly(target::endStdin);
        }
    }

    void signal(Signal signal) {
        SandboxProcess target;
        synchronized (this) {
            target = program;
        }
        if (target != null) {
            quietly(() -> target.signal(signal));
        }
    }

    /** A sandbox that is gone took its program with it. */
    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (Isol8Exception e) {
            log.debug("Nothing is left to be reached: {}", e.getMessage());
        }
    }
}
