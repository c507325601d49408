package io.isol8.http.internal;

import io.isol8.domain.Threads;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the clients of running executions are still there, and lets their connections be silent meanwhile
 * (spec 2.7, 6.10). Thread-safe.
 */
final class Presence implements AutoCloseable {

    /** A connection that can be asked whether its client has gone away. */
    interface Connection {

        /** Whether the client is not there any more. */
        boolean isGone();

        /** Milliseconds, as for {@link #setIdleTimeout}. */
        long getIdleTimeout();

        /** How many milliseconds the connection may be silent; for ever if they are not positive. */
        void setIdleTimeout(long milliseconds);
    }

    private static final Logger log = LoggerFactory.getLogger(Presence.class);
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "isol8-presence");
        thread.setDaemon(true);
        return thread;
    });

    Presence() {
        timer.scheduleWithFixedDelay(
                () -> watches.forEach(Presence::look), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An exception would be the end of the timer, and of every other watch. */
    private static void look(Watch watch) {
        try {
            watch.look();
        } catch (RuntimeException e) {
            log.warn("Whether a client is there could not be seen: {}", e.toString());
        }
    }

    /**
     * Looks whether the client of a request goes away before the watch is closed. The body of the request has been read,
     * and the watch is closed before the answer is complete.
     */
    Watch watch(HttpServletRequest request) {
        return watch(ProbingEndPoint.of(ServletContextRequest.getServletContextRequest(request)));
    }

    Watch watch(Connection connection) {
        Watch watch = new Watch(connection);
        watches.add(watch);
        return watch;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** An open eye on one client. */
    final class Watch implements AutoCloseable {

        private final Connection connection;
        private final long idleTimeout;
        private Optional<Runnable> whenGone = Optional.empty();
        private boolean over;

        private Watch(Connection connection) {
            this.connection = connection;
            this.idleTimeout = connection.getIdleTimeout();
        }

        /**
         * Until the watch is closed the connection may be silent for so long.
         *
         * @param silence zero for ever
         */
        void allowSilence(Duration silence) {
            connection.setIdleTimeout(silence.toMillis());
        }

        /** Has {@code action} run, once and on a thread of its own, if the client is gone. */
        synchronized void whenGone(Runnable action) {
            whenGone = Optional.of(action);
        }

        synchronized void look() {
            if (!over && whenGone.isPresent() && connection.isGone()) {
                over = true;
                watches.remove(this);
                Threads.start("isol8-gone", whenGone.get());
            }
        }

        /** Nobody looks any more when this returns. */
        @Override
        public synchronized void close() {
            over = true;
            watches.remove(this);
            connection.setIdleTimeout(idleTimeout);
        }
    }
}
