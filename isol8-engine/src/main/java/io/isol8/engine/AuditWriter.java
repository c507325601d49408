package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.ports.AuditSink;
import io.isol8.ports.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what ended until a thread of its own has written it, in order. Nobody waits for that thread: what there is no
 * room for is counted, and the next record tells. It begins a moment after there is something to write, so that it does not
 * take a core from an execution that is just about to return, or from the next one's start. Thread-safe.
 */
final class AuditWriter {

    private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);

    /** How much may wait, in characters. */
    private static final long ROOM = 32L << 20;

    /** How much of it may lie there for the sake of a quiet moment. */
    private static final long LITTLE = 1L << 20;

    /** How long what ended is left alone, unless somebody waits for it or much has come together. */
    private static final Duration MOMENT = Duration.ofMillis(20);

    /** How often it is said that records are lost. */
    private static final Duration COMPLAINT = Duration.ofMinutes(1);

    /** @param lost how many there was no room for right before it */
    private record Waiting(AuditDraft draft, long lost) {}

    private final AuditSink sink;
    private final AuditDetail detail;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** There is something to write where there was nothing, or there will not be. */
    private final Condition arrived = lock.newCondition();

    /** What there is should be written now. */
    private final Condition wanted = lock.newCondition();

    /** Something is unwritten no more. */
    private final Condition written = lock.newCondition();

    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Thread thread = new Thread(this::write, "isol8-audit");
    private long weight;
    private long underWay;
    private boolean started;
    private boolean writing;
    private int flushing;
    private boolean closed;

    /** Since the last one that was put. */
    private long lost;

    private long allLost;
    private long complained;

    AuditWriter(AuditSink sink, AuditDetail detail, Clock clock) {
        this.sink = sink;
        this.detail = detail;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Something begins that {@link #end} will tell of. */
    void begin() {
        lock.lock();
        try {
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    /** Something that began has ended. */
    void end(AuditDraft draft) {
        put(draft, 1);
    }

    /** Something that never began. */
    void put(AuditDraft draft) {
        put(draft, 0);
    }

    private void put(AuditDraft draft, int ended) {
        long weighs = draft.weight();
        boolean late;
        boolean full;
        lock.lock();
        try {
            underWay -= ended;
            late = closed;
            full = !queue.isEmpty() && weight + weighs > ROOM;
            if (late || full) {
                lost++;
            } else {
                queue.addLast(new Waiting(draft, lost));
                lost = 0;
                weight += weighs;
                start();
                arrived.signal();
            }
            if (isWanted()) {
                wanted.signal();
            }
            written.signalAll();
        } finally {
            lock.unlock();
        }
        if (late) {
            complain("the engine has ended.");
        } else if (full) {
            complain("they cannot be written as fast as executions end.");
        }
    }

    /** With the first record, or a later one if there is no room for a thread now. */
    private void start() {
        if (!started) {
            try {
                thread.start();
                started = true;
            } catch (OutOfMemoryError e) {
                log.error("Audit records have to wait: {}", e.toString());
            }
        }
    }

    private void write() {
        long failed = 0;
        for (Waiting next = take(); next != null; next = take()) {
            try {
                sink.write(next.draft().toRecord(detail, next.lost() + failed));
                failed = 0;
            } catch (RuntimeException | Error e) {
                failed += next.lost() + 1;
                complain(message(e));
            }
        }
        closeSink();
    }

    /** The next one to write, waiting for it; none when all is over. */
    private @Nullable Waiting take() {
        lock.lock();
        try {
            writing = false;
            written.signalAll();
            awaitSomething();
            Waiting next = queue.pollFirst();
            if (next != null) {
                weight -= next.draft().weight();
                writing = true;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void awaitSomething() {
        boolean idle = queue.isEmpty();
        while (queue.isEmpty() && !closed) {
            arrived.awaitUninterruptibly();
        }
        if (idle) {
            awaitMoment();
        }
    }

    private void awaitMoment() {
        try {
            for (long nanos = MOMENT.toNanos(); nanos > 0 && !isWanted(); ) {
                nanos = wanted.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            log.debug("Nobody else knows this thread, so it goes on", e);
        }
    }

    private boolean isWanted() {
        return closed || flushing > 0 || weight > LITTLE;
    }

    /** One more is lost. */
    private void complain(String why) {
        boolean aloud;
        long all;
        lock.lock();
        try {
            aloud = allLost == 0 || clock.nanos() - complained >= COMPLAINT.toNanos();
            complained = aloud ? clock.nanos() : complained;
            all = ++allLost;
        } finally {
            lock.unlock();
        }
        if (aloud) {
            log.error("Audit records are lost, {} so far: {}", all, why);
        }
    }

    private void closeSink() {
        try {
            sink.close();
        } catch (RuntimeException e) {
            log.error("The audit log could not be closed: {}", message(e));
        }
    }

    private static String message(Throwable failure) {
        return failure instanceof Isol8Exception ours ? ours.message() : failure.toString();
    }

    /** As {@link AuditTrail#flush}. */
    void flush(Duration patience) {
        boolean interrupted = false;
        lock.lock();
        try {
            flushing++;
            wanted.signal();
            for (long nanos = patience.toNanos(); unwritten() > 0 && nanos > 0; ) {
                try {
                    nanos = written.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            flushing--;
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private long unwritten() {
        return underWay + queue.size() + (writing ? 1 : 0);
    }

    /** As {@link AuditTrail#close}. */
    void close(Duration patience) {
        long unwritten;
        boolean unused;
        lock.lock();
        try {
            unused = !started && !closed;
            closed = true;
            arrived.signal();
            wanted.signal();
            unwritten = unwritten();
        } finally {
            lock.unlock();
        }
        if (unused) {
            closeSink();
        }
        if (unwritten > 0) {
            log.error("Audit records are lost: {} were not written when the engine ended.", unwritten);
        } else {
            awaitSink(patience);
        }
    }

    private void awaitSink(Duration patience) {
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
