package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a server told of one execution and nobody has taken yet, and how it ended. A bounded amount of text is in memory:
 * then whoever brings more has to wait, and so, through the connection, has the program. Thread-safe.
 */
final class EventInbox {

    private static final int MOST_CHARACTERS = 64 * 1024;

    /** What an event weighs beside its text. */
    private static final int OVERHEAD = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<StreamEvent> events = new ArrayDeque<>();
    private int held;
    private boolean heard;
    private boolean discarding;
    private @Nullable String lastFailure;
    private @Nullable ExecutionResult result;
    private @Nullable Isol8Exception failure;

    /** Adds an event, waiting for room; after the end it is dropped. */
    void put(StreamEvent event) {
        lock.lock();
        try {
            while (held >= MOST_CHARACTERS && !discarding && !isEnded()) {
                changed.awaitUninterruptibly();
            }
            if (!isEnded()) {
                heard = true;
                add(event);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(StreamEvent event) {
        if (!discarding) {
            events.add(event);
            held += weight(event);
        }
        if (event instanceof StreamEvent.Failure told) {
            lastFailure = told.message();
        } else if (event instanceof StreamEvent.Exit exit && isLast(exit)) {
            result = exit.result();
        }
        changed.signalAll();
    }

    /** A setup script that went well is followed by the program (spec 23.2). */
    private static boolean isLast(StreamEvent.Exit exit) {
        return exit.phase() == Phase.CODE || exit.result().exitCode() != 0;
    }

    private static int weight(StreamEvent event) {
        return OVERHEAD
                + (event instanceof StreamEvent.Output output ? output.text().length() : 0);
    }

    /** It ends with this failure, unless it has ended. */
    void fail(Isol8Exception reason) {
        lock.lock();
        try {
            if (!isEnded()) {
                failure = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The server says no more: that is a failure, unless it told the end before. */
    void finish(Isol8Exception otherwise) {
        lock.lock();
        try {
            String told = lastFailure;
            fail(told == null ? otherwise : new Isol8Exception(ErrorCode.ENGINE_FAILED, "Stream failed: " + told));
        } finally {
            lock.unlock();
        }
    }

    /**
     * It ends as cancelled, unless it has ended: if something was heard of it before, with an exit.
     *
     * @param exit the last event in that case
     * @param silent the failure in the other
     */
    void cancel(StreamEvent.Exit exit, Isol8Exception silent) {
        lock.lock();
        try {
            if (!isEnded() && heard) {
                add(exit);
            } else {
                fail(silent);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the end is known; events may be left. */
    boolean isEnded() {
        lock.lock();
        try {
            return result != null || failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the end is known and nothing is left. */
    boolean isOver() {
        lock.lock();
        try {
            return isEnded() && events.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants events any more, neither those that are here nor those to come. */
    void discard() {
        lock.lock();
        try {
            discarding = true;
            events.clear();
            held = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next event, waiting for it.
     *
     * @return empty at the end, or if none came within {@code patience}
     * @throws Isol8Exception if the end is a failure
     */
    Optional<StreamEvent> poll(Duration patience) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(patience);
        lock.lockInterruptibly();
        try {
            while (events.isEmpty() && !isEnded() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            StreamEvent event = events.poll();
            if (event == null) {
                throwFailure();
                return Optional.empty();
            }
            held -= weight(event);
            changed.signalAll();
            return Optional.of(event);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end. */
    ExecutionResult result() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                throwFailure();
                ExecutionResult told = result;
                if (told != null) {
                    return told;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A copy, so that its trace is that of whoever asked. */
    private void throwFailure() {
        Isol8Exception told = failure;
        if (told != null) {
            throw new Isol8Exception(told.code(), told.message(), told);
        }
    }

    /** Waits for the end, whatever it is, but not for longer than this. */
    void awaitEnd(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isEnded() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }
}
