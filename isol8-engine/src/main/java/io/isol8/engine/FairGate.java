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
 * the order in which they came; between tenants the one that has the least gets the next turn. If too many wait, the last
 * to come of the tenant with the most has to go. So a flood from one neither keeps the others waiting nor drives them
 * away. Thread-safe.
 */
final class FairGate {

    /** Somebody's place among those who wait or are inside, from the arrival until it is closed. */
    final class Place implements AutoCloseable {

        private final String tenant;
        private final int most;
        private final Condition turn = lock.newCondition();
        private boolean admitted;
        private boolean sentAway;
        private boolean closed;

        private Place(String tenant, int most) {
            this.tenant = tenant;
            this.most = most;
        }

        /**
         * @throws Isol8Exception with {@code BUSY} if too many wait and this one had to go
         * @throws InterruptedException if the waiting thread was interrupted; it is not its turn then
         */
        void awaitTurn() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (!admitted) {
                    if (sentAway) {
                        throw busy();
                    }
                    turn.await();
                }
            } finally {
                lock.unlock();
            }
        }

        /** Leaves, or does not wait any more. May be repeated. */
        @Override
        public void close() {
            lock.lock();
            try {
                if (!closed) {
                    closed = true;
                    giveUp(this);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private final int permits;
    private final int mostWaiting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<String, Integer> inside = new LinkedHashMap<>();

    /** Tenants that wait; the one whose turn was longest ago first. */
    private final Map<String, Deque<Place>> waiting = new LinkedHashMap<>();

    private int allInside;
    private int allWaiting;

    FairGate(int permits, int mostWaiting) {
        this.permits = permits;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Takes a place, which has to be closed. Does not wait.
     *
     * @param most of the tenant's executions that may be inside
     * @throws Isol8Exception with {@code BUSY} if too many wait already
     */
    Place arrive(String tenant, int most) {
        Place place = new Place(tenant, most);
        lock.lock();
        try {
            waiting.computeIfAbsent(tenant, unused -> new ArrayDeque<>()).addLast(place);
            allWaiting++;
            serve();
            if (allWaiting > mostWaiting) {
                sendAway(lastOfTheMany(place));
            }
            if (place.sentAway) {
                throw busy();
            }
        } finally {
            lock.unlock();
        }
        return place;
    }

    private Isol8Exception busy() {
        return new Isol8Exception(
                ErrorCode.BUSY,
                "Too many executions: " + allInside + " run and " + allWaiting
                        + " wait for their turn already. Try again later.");
    }

    /** The last to come of the tenant of which most wait; the newcomer unless another tenant has more. */
    private Place lastOfTheMany(Place newcomer) {
        Deque<Place> most = waiting.getOrDefault(newcomer.tenant, new ArrayDeque<>());
        for (Deque<Place> queue : waiting.values()) {
            most = queue.size() > most.size() ? queue : most;
        }
        return most.getLast();
    }

    private void sendAway(Place place) {
        place.sentAway = true;
        forget(place);
        place.turn.signal();
    }

    private void admit(Place place) {
        place.admitted = true;
        inside.merge(place.tenant, 1, Integer::sum);
        allInside++;
        place.turn.signal();
    }

    private void giveUp(Place place) {
        if (place.admitted) {
            release(place.tenant);
        } else {
            forget(place);
        }
    }

    private void forget(Place place) {
        Deque<Place> queue = waiting.get(place.tenant);
        if (queue != null && queue.remove(place)) {
            allWaiting--;
            if (queue.isEmpty()) {
                waiting.remove(place.tenant);
            }
        }
    }

    private void release(String tenant) {
        allInside--;
        inside.computeIfPresent(tenant, (unused, count) -> count == 1 ? null : count - 1);
        left.signalAll();
        serve();
    }

    private void serve() {
        for (String next = next(); next != null && allInside < permits; next = next()) {
            serve(next);
        }
    }

    private @Nullable String next() {
        String next = null;
        for (Map.Entry<String, Deque<Place>> entry : waiting.entrySet()) {
            String tenant = entry.getKey();
            if (inside(tenant) < entry.getValue().getFirst().most && (next == null || inside(tenant) < inside(next))) {
                next = tenant;
            }
        }
        return next;
    }

    private int inside(String tenant) {
        return inside.getOrDefault(tenant, 0);
    }

    private void serve(String tenant) {
        Deque<Place> queue = waiting.remove(tenant);
        if (queue == null) {
            throw new IllegalStateException("a tenant that waits has a queue");
        }
        Place first = queue.removeFirst();
        allWaiting--;
        if (!queue.isEmpty()) {
            waiting.put(tenant, queue);
        }
        admit(first);
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
