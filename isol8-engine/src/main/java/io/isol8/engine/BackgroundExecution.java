package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Threads;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RunningExecution;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** An execution on a thread of its own, whose events wait in a queue. */
final class BackgroundExecution implements RunningExecution {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final boolean interactive;
    private final Control control;
    private final EventQueue events;
    private final CompletableFuture<ExecutionResult> result = new CompletableFuture<>();

    BackgroundExecution(ExecutionOrder order, Control control, EventQueue events) {
        this.interactive = order.request().interactive();
        this.control = control;
        this.events = events;
    }

    /** @param arrival takes the execution's place in the queue, on this thread, and returns what runs it to its end */
    void start(Supplier<Supplier<ExecutionResult>> arrival) {
        Supplier<ExecutionResult> pipeline;
        try {
            pipeline = arrival.get();
        } catch (RuntimeException e) {
            follow(() -> {
                throw e;
            });
            return;
        }
        try {
            Threads.start("isol8-execution", () -> follow(pipeline));
        } catch (OutOfMemoryError e) {
            control.cancel();
            follow(pipeline);
            throw e;
        }
    }

    private void follow(Supplier<ExecutionResult> pipeline) {
        try {
            result.complete(pipeline.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            control.over();
            events.end();
        }
    }

    @Override
    public Optional<StreamEvent> next() throws InterruptedException {
        return poll(FOREVER);
    }

    @Override
    public Optional<StreamEvent> poll(Duration patience) throws InterruptedException {
        Optional<StreamEvent> event = events.poll(patience);
        if (event.isEmpty() && events.isOver()) {
            awaitResult();
        }
        return event;
    }

    @Override
    public boolean isOver() {
        return events.isOver();
    }

    @Override
    public ExecutionResult result() throws InterruptedException {
        events.discard();
        return awaitResult();
    }

    private ExecutionResult awaitResult() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Isol8Exception failure) {
                throw new Isol8Exception(failure.code(), failure.message(), failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void writeStdin(byte[] bytes) throws InterruptedException {
        requireInteractive();
        control.writeStdin(bytes);
    }

    @Override
    public void endStdin() {
        requireInteractive();
        control.endStdin();
    }

    private void requireInteractive() {
        if (!interactive) {
            throw Isol8Exception.invalid(
                    "The standard input of this execution is closed: ExecutionRequest.interactive is not set.");
        }
    }

    @Override
    public void signal(Signal signal) {
        control.signal(signal);
    }

    @Override
    public void cancel() {
        control.cancel();
    }

    @Override
    public void close() {
        control.cancel();
        events.discard();
        result.exceptionally(failure -> null).join();
    }
}
