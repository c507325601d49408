package io.isol8.app;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Isol8Engine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes an engine and waits for that, but not for ever (spec 26.11): what is left then ends by itself. A program that
 * has run has run, so what fails here is a warning. Thread-safe.
 */
final class EngineEnd implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineEnd.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Isol8Engine engine;
    private final Console console;

    EngineEnd(Isol8Engine engine, Console console) {
        this.engine = engine;
        this.console = console;
    }

    @Override
    public void close() {
        end().ifPresent(console::warn);
    }

    /** The same for when nobody is to hear what went wrong. */
    void closeQuietly() {
        end().ifPresent(reason -> log.debug("Not closed: {}", reason));
    }

    /** What went wrong, if anything did. */
    private Optional<String> end() {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close, EngineEnd::inBackground);
        try {
            closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("The engine did not stop within " + PATIENCE.toSeconds() + " s.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Isol8Exception failure) {
                return Optional.of(failure.message());
            }
            throw new IllegalStateException("the engine cannot be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "isol8-end");
        thread.setDaemon(true);
        thread.start();
    }
}
