package io.isol8.engine;

import io.isol8.domain.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that nobody waits for: making, cleaning and destroying sandboxes. Thread-safe. */
final class Background {

    private static final Logger log = LoggerFactory.getLogger(Background.class);

    private final Map<Long, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final BiConsumer<Duration, Runnable> timer;

    Background() {
        this((delay, task) -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(task));
    }

    /** @param timer runs something after a while; it has to be short */
    Background(BiConsumer<Duration, Runnable> timer) {
        this.timer = timer;
    }

    /**
     * Runs {@code task} on a thread of its own.
     *
     * @param what it does, for the log line should it fail
     */
    void run(String what, Runnable task) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Void> done = new CompletableFuture<>();
        underWay.put(number, done);
        Threads.start("isol8-background", () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                log.warn("{} failed: {}", what, e.getMessage());
            } finally {
                underWay.remove(number);
                done.complete(null);
            }
        });
    }

    /** Runs {@code task} like {@link #run}, but not yet. Until it is time it is not under way. */
    void later(Duration delay, String what, Runnable task) {
        timer.accept(delay, () -> run(what, task));
    }

    /**
     * Waits until nothing is under way any more, what that started included. Gives up when nothing came to its end for
     * {@code patience}. An interrupt has to wait.
     */
    void await(Duration patience) {
        boolean interrupted = false;
        try {
            for (CompletableFuture<?>[] some = snapshot(); some.length > 0; some = snapshot()) {
                try {
                    CompletableFuture.anyOf(some).get(patience.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            log.warn("Sandboxes were still being made or removed after {} s.", patience.toSeconds());
        } catch (ExecutionException e) {
            throw new IllegalStateException("these futures do not fail", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CompletableFuture<?>[] snapshot() {
        return underWay.values().toArray(CompletableFuture[]::new);
    }
}
