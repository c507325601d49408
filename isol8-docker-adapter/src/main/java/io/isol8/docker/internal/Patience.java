package io.isol8.docker.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long a call may take. One that takes longer is interrupted, which closes its connection: docker-java's own time
 * limit has no effect on Unix sockets. Thread-safe.
 */
final class Patience {

    private final Duration limit;

    /** @param limit zero for as long as it takes */
    Patience(Duration limit) {
        this.limit = limit;
    }

    /** It was over. */
    static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Over(Duration limit, RuntimeException failure) {
            super("nothing within " + limit.toMillis() + " ms", failure);
        }
    }

    /**
     * The result of {@code call}, which has to end when it is interrupted. An interrupt from here is gone afterwards.
     *
     * @throws Over if it took longer
     */
    <T> T await(Supplier<T> call) {
        return limit.isZero() ? call.get() : awaitWithin(call);
    }

    private <T> T awaitWithin(Supplier<T> call) {
        Thread caller = Thread.currentThread();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        CompletableFuture<Boolean> endedInTime = ended.copy()
                .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(late -> {
                    caller.interrupt();
                    return false;
                });
        try {
            return call.get();
        } catch (RuntimeException e) {
            ended.complete(true);
            throw endedInTime.join() ? e : new Over(limit, e);
        } finally {
            ended.complete(true);
            if (!endedInTime.join()) {
                Thread.interrupted();
            }
        }
    }
}
