package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.RunningExecution;
import io.isol8.wire.ExecuteMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Turns what clients want into orders, and knows how many are under way. Thread-safe. */
final class Orders {

    /** What is done with an execution, and told its client, before it counts as over. */
    @FunctionalInterface
    interface Work {
        void with(RunningExecution running) throws Exception;
    }

    private final Isol8Options defaults;
    private final Isol8Service service;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int underWay;
    private boolean refusing;

    Orders(ServerSettings settings, Isol8Service service) {
        this.defaults = settings.defaults();
        this.service = service;
    }

    /** @throws Isol8Exception with {@code INVALID_REQUEST} naming the option or field (spec 9) */
    ExecutionOrder of(ExecuteMessage message, Caller caller) {
        Optional<SessionKey> session = message.sessionId().map(id -> new SessionKey(caller.tenant(), id));
        return new ExecutionOrder(message.request(), message.options().over(defaults), caller.tenant(), session);
    }

    /**
     * Runs an order whose output is collected.
     *
     * @throws Isol8Exception with {@code CANCELLED} if the server is being stopped
     */
    void submit(ExecutionOrder order, Work work) throws Exception {
        run(order, service::submit, work);
    }

    /** The same for one that tells what happens as it happens. */
    void stream(ExecutionOrder order, Work work) throws Exception {
        run(order, service::executeStream, work);
    }

    private void run(ExecutionOrder order, Function<ExecutionOrder, RunningExecution> start, Work work)
            throws Exception {
        enter();
        try (RunningExecution running = start.apply(order)) {
            work.with(running);
        } finally {
            leave();
        }
    }

    private void enter() {
        lock.lock();
        try {
            if (refusing) {
                throw new Isol8Exception(ErrorCode.CANCELLED, "The server is shutting down.");
            }
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            underWay--;
            none.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing new begins. */
    void refuse() {
        lock.lock();
        try {
            refusing = true;
        } finally {
            lock.unlock();
        }
    }

    boolean isRefusing() {
        lock.lock();
        try {
            return refusing;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way; false if {@code patience} was not enough. */
    boolean awaitNone(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (underWay > 0 && nanos > 0) {
                nanos = none.awaitNanos(nanos);
            }
            return underWay == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
