package io.isol8.engine;

import io.isol8.domain.StreamEvent;
import io.isol8.ports.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The events of one execution between it and whoever takes them. Holds a bounded amount of text: then whoever puts has to
 * wait, and so has the program. Thread-safe.
 */
final class EventQueue {

    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Clock clock;
    private final BooleanSupplier cancelled;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<StreamEvent> events = new ArrayDeque<>();
    private int held;
    private long unboundedFrom = Long.MAX_VALUE;
    private boolean discarding;
    private boolean ended;

    /** @param cancelled whether the execution has to end soon, so that it cannot wait for room any more */
    EventQueue(Clock clock, BooleanSupplier cancelled) {
        this.clock = clock;
        this.cancelled = cancelled;
    }

    /**
     * From {@code nanos} on the clock nobody waits for room any more: the sandbox has to be given back, and what it still
     * says is bounded otherwise.
     */
    void unboundedFrom(long nanos) {
        lock.lock();
        try {
            unboundedFrom = nanos;
        } finally {
            lock.unlock();
        }
    }

    /** Adds an event, waiting for room. An interrupt has to wait, too: what was said is not lost. */
    void put(StreamEvent event) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (held >= MOST_CHARACTERS && !mayOverflow()) {
                try {
                    changed.awaitNanos(LOOK_AGAIN.toNanos());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (!discarding) {
                events.add(event);
                held += weight(event);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean mayOverflow() {
        return discarding || cancelled.getAsBoolean() || clock.nanos() >= unboundedFrom;
    }

    private static int weight(StreamEvent event) {
        return event instanceof StreamEvent.Output output ? output.text().length() : 0;
    }

    /** No more events will come. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
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
     * @throws InterruptedException if the waiting thread was interrupted
     */
    Optional<StreamEvent> poll(Duration patience) throws InterruptedException {
        long nanos = TimeUnit.NANOSECONDS.convert(patience);
        lock.lockInterruptibly();
        try {
            while (events.isEmpty() && !ended && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            StreamEvent event = events.poll();
            if (event != null) {
                held -= weight(event);
                changed.signalAll();
            }
            return Optional.ofNullable(event);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the last event has been taken. */
    boolean isOver() {
        lock.lock();
        try {
            return ended && events.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
