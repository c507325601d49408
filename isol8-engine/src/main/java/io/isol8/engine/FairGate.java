package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many executions pass at the same time, and so many wait (spec 1.5, 1.6). Those of one tenant are served in
 * the order in which they came; between tenants the one that has the least gets the next turn, so that a flood from one
 * does not keep the others waiting. Thread-safe.
 */
final class FairGate {

    private static final class Waiter {
        private final Condition turn;
        private boolean admitted;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    private final int permits;
    private final int mostWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<String, Integer> inside = new LinkedHashMap<>();

    /** Tenants that wait; the one whose turn was longest ago first. */
    private final Map<String, Deque<Waiter>> waiting = new LinkedHashMap<>();

    private int allInside;
    private int allWaiting;

    FairGate(int permits, int mostWaiting) {
        this.permits = permits;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Passes, waiting for a turn.
     *
     * @throws Isol8Exception with {@code BUSY} if too many wait already
     * @throws InterruptedException if the waiting thread was interrupted; it has not passed then
     */
    void enter(String tenant) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (allInside < permits && allWaiting == 0) {
                admit(tenant);
            } else if (allWaiting >= mostWaiting) {
                throw new Isol8Exception(
                        ErrorCode.BUSY,
                        "Too many executions: " + allInside + " run and " + allWaiting
                                + " wait for their turn already. Try again later.");
            } else {
                await(tenant);
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(String tenant) throws InterruptedException {
        Waiter waiter = new Waiter(lock.newCondition());
        waiting.computeIfAbsent(tenant, unused -> new ArrayDeque<>()).addLast(waiter);
        allWaiting++;
        try {
            while (!waiter.admitted) {
                waiter.turn.await();
            }
        } catch (InterruptedException e) {
            if (waiter.admitted) {
                release(tenant);
            } else {
                forget(tenant, waiter);
            }
            throw e;
        }
    }

    private void forget(String tenant, Waiter waiter) {
        Deque<Waiter> queue = waiting.get(tenant);
        if (queue != null && queue.remove(waiter)) {
            allWaiting--;
            if (queue.isEmpty()) {
                waiting.remove(tenant);
            }
        }
    }

    private void admit(String tenant) {
        inside.merge(tenant, 1, Integer::sum);
        allInside++;
    }

    /** Leaves; to be called once by whoever has passed. */
    void leave(String tenant) {
        lock.lock();
        try {
            release(tenant);
        } finally {
            lock.unlock();
        }
    }

    private void release(String tenant) {
        allInside--;
        inside.computeIfPresent(tenant, (unused, count) -> count == 1 ? null : count - 1);
        left.signalAll();
        String next = next();
        if (next != null) {
            serve(next);
        }
    }

    private @Nullable String next() {
        String next = null;
        for (String tenant : waiting.keySet()) {
            if (next == null || inside.getOrDefault(tenant, 0) < inside.getOrDefault(next, 0)) {
                next = tenant;
            }
        }
        return next;
    }

    private void serve(String tenant) {
        Deque<Waiter> queue = waiting.remove(tenant);
        if (queue == null) {
            throw new IllegalStateException("a tenant that waits has a queue");
        }
        Waiter waiter = queue.removeFirst();
        allWaiting--;
        if (!queue.isEmpty()) {
            waiting.put(tenant, queue);
        }
        waiter.admitted = true;
        admit(tenant);
        waiter.turn.signal();
    }

    /**
     * Waits until nobody is inside. An interrupt has to wait, and patience begins anew with it.
     *
     * @return whether that was so within {@code patience}
     */
    boolean awaitEmpty(Duration patience) {
        boolean interrupted = false;
        lock.lock();
        try {
            for (long nanos = patience.toNanos(); allInside > 0 && nanos > 0; ) {
                try {
                    nanos = left.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return allInside == 0;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
