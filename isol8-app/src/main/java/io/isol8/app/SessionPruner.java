package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Cleanup;
import io.isol8.ports.Isol8Service;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions that nobody uses, looking once a minute (spec 7.6). */
final class SessionPruner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionPruner.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "isol8-pruner");
        thread.setDaemon(true);
        return thread;
    });

    private SessionPruner() {}

    /** Does nothing if nothing is to be pruned. */
    static SessionPruner start(Isol8Service service, Cleanup cleanup) {
        SessionPruner pruner = new SessionPruner();
        if (cleanup.autoPrune()) {
            pruner.timer.scheduleWithFixedDelay(
                    () -> prune(service, cleanup.maxContainerAge()),
                    INTERVAL.toMillis(),
                    INTERVAL.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
        return pruner;
    }

    private static void prune(Isol8Service service, Duration age) {
        try {
            int ended = service.pruneSessions(age);
            if (ended > 0) {
                log.info("{} idle sessions ended", ended);
            }
        } catch (Isol8Exception e) {
            log.warn("Idle sessions could not be ended: {}", e.message());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
