package io.isol8.docker.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Does what must not be left half done. An interrupt closes the connection to Docker that the interrupted thread is
 * using, and a container that was just being made would be nobody's; here it has to wait.
 */
final class Uninterrupted {

    private Uninterrupted() {}

    /** The result of {@code task}, which another thread runs. An interrupt is there again afterwards. */
    static <T> T call(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        result.complete(task.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                "isol8-docker");
        worker.setDaemon(true);
        worker.start();
        return await(result);
    }

    private static <T> T await(CompletableFuture<T> result) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException failure) {
                        throw failure;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lets that much time pass, or a little less. */
    static void pause(Duration time) {
        run(() -> LockSupport.parkNanos(time.toNanos()));
    }

    static void run(Runnable task) {
        Uninterrupted.<Boolean>call(() -> {
            task.run();
            return true;
        });
    }
}
