package io.isol8.engine;

import io.isol8.ports.Sandbox;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Destroys sandboxes in the background, so that nobody waits for it. Thread-safe. */
final class Disposer {

    private static final Logger log = LoggerFactory.getLogger(Disposer.class);

    private final Map<Sandbox, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private final Executor threads = task -> {
        Thread thread = new Thread(task, "isol8-disposer");
        thread.setDaemon(true);
        thread.start();
    };

    void dispose(Sandbox sandbox) {
        CompletableFuture<Void> disposal = CompletableFuture.runAsync(() -> close(sandbox), threads);
        underWay.put(sandbox, disposal);
        disposal.whenComplete((done, failure) -> underWay.remove(sandbox));
    }

    private static void close(Sandbox sandbox) {
        try {
            sandbox.close();
        } catch (RuntimeException e) {
            log.warn("Sandbox {} could not be removed: {}", sandbox.id(), e.getMessage());
        }
    }

    /** Waits for what is under way, {@code patience} at most. */
    void await(Duration patience) {
        try {
            CompletableFuture.allOf(underWay.values().toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("Sandboxes were still being removed after {} s.", patience.toSeconds());
        } catch (ExecutionException e) {
            throw new IllegalStateException("disposals do not fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
