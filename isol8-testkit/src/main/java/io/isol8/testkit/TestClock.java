package io.isol8.testkit;

import io.isol8.ports.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until a test moves it. Thread-safe. */
public final class TestClock implements Clock {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Object lock = new Object();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at).thenComparingLong(Alarm::number));
    private long nanos;
    private long lastAlarm;

    private record Alarm(long at, long number, Runnable action) {}

    @Override
    public Instant now() {
        return START.plusNanos(nanos());
    }

    @Override
    public long nanos() {
        synchronized (lock) {
            return nanos;
        }
    }

    /** Moves the time on; what was to happen on the way happens on this thread, each thing at its own time. */
    public void advance(Duration by) {
        long target = nanos() + by.toNanos();
        for (Alarm due = nextUntil(target); due != null; due = nextUntil(target)) {
            due.action().run();
        }
    }

    /** The next alarm up to {@code target}, with the time moved to it; at the target null. */
    private @Nullable Alarm nextUntil(long target) {
        synchronized (lock) {
            Alarm first = alarms.peek();
            if (first == null || first.at() > target) {
                nanos = Math.max(nanos, target);
                return null;
            }
            nanos = Math.max(nanos, first.at());
            return alarms.remove();
        }
    }

    /**
     * Has {@code action} run, by whoever moves the clock, when {@code delay} has passed.
     *
     * @return takes it back
     */
    Runnable schedule(Duration delay, Runnable action) {
        synchronized (lock) {
            Alarm alarm = new Alarm(nanos + delay.toNanos(), ++lastAlarm, action);
            alarms.add(alarm);
            return () -> cancel(alarm);
        }
    }

    private void cancel(Alarm alarm) {
        synchronized (lock) {
            alarms.remove(alarm);
        }
    }
}
