package io.isol8.auth.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were used (spec 3.17), written down in the background: every second the last use of each key that was used
 * since. What cannot be written is tried again. Thread-safe.
 */
public final class LastUses implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LastUses.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Consumer<Map<UUID, Instant>> database;
    private final Map<UUID, Instant> unwritten = new ConcurrentHashMap<>();
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "isol8-key-uses");
        thread.setDaemon(true);
        return thread;
    });
    private boolean failing;

    /** @param database writes down the last uses */
    public LastUses(Consumer<Map<UUID, Instant>> database) {
        this.database = database;
        writer.scheduleWithFixedDelay(this::write, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Never blocks and never fails. */
    public void note(UUID id, Instant at) {
        unwritten.merge(id, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    private synchronized void write() {
        Map<UUID, Instant> uses = Map.copyOf(unwritten);
        if (uses.isEmpty()) {
            return;
        }
        try {
            database.accept(uses);
            uses.forEach(unwritten::remove);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("When keys were used could not be written down and will be tried again: {}", e.getMessage());
            }
            failing = true;
        }
    }

    /** Writes what is to be written, if the database answers. May be repeated. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("When keys were used was still being written down after {} s.", PATIENCE.toSeconds());
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
