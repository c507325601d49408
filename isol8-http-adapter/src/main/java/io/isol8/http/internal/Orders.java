package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.domain.config.Policy;
import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.RefusedExecution;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.TenantShare;
import io.isol8.wire.ExecuteMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Turns what clients want into orders, and knows how many are under way. Whatever is refused on the way is taken down
 * (spec 21.7). Thread-safe.
 */
final class Orders {

    private final Isol8Options defaults;
    private final Policy policy;
    private final int most;
    private final Isol8Service service;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private final Map<String, Integer> byTenant = new HashMap<>();
    private int underWay;
    private boolean refusing;

    Orders(ServerSettings settings, Isol8Service service) {
        this.defaults = settings.defaults();
        this.policy = settings.policy();
        this.most = settings.requests();
        this.service = service;
    }

    /**
     * @throws Isol8Exception with {@code INVALID_REQUEST} naming the option or field (spec 9), {@code BEYOND_POLICY} if
     *     the caller's key does not allow it
     */
    ExecutionOrder of(ExecuteMessage message, Caller caller) {
        try {
            return granted(message, caller);
        } catch (Isol8Exception e) {
            throw refused(message, caller, e);
        }
    }

    private ExecutionOrder granted(ExecuteMessage message, Caller caller) {
        TenantShare share = TenantShare.ALL;
        Predicate<String> images = image -> true;
        if (!caller.master()) {
            policy.check(message.request(), message.options(), defaults);
            share = new TenantShare(
                    policy.maxConcurrentPerTenant().orElse(Integer.MAX_VALUE), policy.maxSessionsPerTenant());
            images = policy::allowsImage;
        }
        Optional<SessionKey> session = message.sessionId().map(id -> new SessionKey(caller.tenant(), id));
        return new ExecutionOrder(
                message.request(),
                message.options().over(defaults),
                caller.tenant(),
                session,
                share,
                caller.keyId(),
                images);
    }

    /** Takes down that what a caller wanted to have executed could not be read. */
    Isol8Exception refused(Caller caller, Isol8Exception reason) {
        service.refused(new RefusedExecution(Optional.empty(), Map.of(), caller.tenant(), caller.keyId(), reason));
        return reason;
    }

    /** Takes down that what a caller wanted to have executed is not. */
    Isol8Exception refused(ExecuteMessage message, Caller caller, Isol8Exception reason) {
        service.refused(new RefusedExecution(
                Optional.of(message.request()), message.options().secrets(), caller.tenant(), caller.keyId(), reason));
        return reason;
    }

    /**
     * Begins to execute an order: to be closed when its client has been told how it ended.
     *
     * @throws Isol8Exception with {@code BUSY} if as many of the tenant are under way as may be, {@code CANCELLED} if the
     *     server is being stopped
     */
    Ticket enter(ExecutionOrder order) {
        try {
            return enter(order.tenant());
        } catch (Isol8Exception e) {
            service.refused(new RefusedExecution(
                    Optional.of(order.request()), order.options().secrets(), order.tenant(), order.keyId(), e));
            throw e;
        }
    }

    private Ticket enter(String tenant) {
        lock.lock();
        try {
            if (refusing) {
                throw new Isol8Exception(ErrorCode.CANCELLED, "The server is shutting down.");
            }
            int own = byTenant.getOrDefault(tenant, 0);
            if (own >= most) {
                throw new Isol8Exception(
                        ErrorCode.BUSY,
                        "Too many executions: " + own + " run or wait for their turn already. Try again later.");
            }
            byTenant.put(tenant, own + 1);
            underWay++;
            return new Ticket(tenant);
        } finally {
            lock.unlock();
        }
    }

    private void leave(String tenant) {
        lock.lock();
        try {
            underWay--;
            byTenant.computeIfPresent(tenant, (unused, count) -> count == 1 ? null : count - 1);
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

    /** The right to execute one thing. */
    final class Ticket implements AutoCloseable {

        private final String tenant;

        private Ticket(String tenant) {
            this.tenant = tenant;
        }

        /**
         * Executes an order, collecting its output.
         *
         * @param grip is given what cancels it
         */
        ExecutionResult execute(ExecutionOrder order, Consumer<Runnable> grip) {
            return service.execute(order, grip);
        }

        /** Starts an order that tells what happens as it happens. */
        RunningExecution stream(ExecutionOrder order) {
            return service.executeStream(order);
        }

        /** To be called once. */
        @Override
        public void close() {
            leave(tenant);
        }
    }
}
