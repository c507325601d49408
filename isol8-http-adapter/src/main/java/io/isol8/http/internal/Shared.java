package io.isol8.http.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Work that is done once however many ask for it at the same time: whoever asks while it is under way gets the same
 * result, or the same failure. Work of different kinds is done one after the other. Thread-safe.
 */
final class Shared<K, V> {

    private final Function<K, V> work;
    private final Map<K, CompletableFuture<V>> underWay = new HashMap<>();
    private final Object turn = new Object();

    Shared(Function<K, V> work) {
        this.work = work;
    }

    V get(K kind) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> first;
        synchronized (underWay) {
            first = underWay.putIfAbsent(kind, mine);
        }
        if (first != null) {
            return join(first);
        }
        try {
            synchronized (turn) {
                mine.complete(work.apply(kind));
            }
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
        } finally {
            synchronized (underWay) {
                underWay.remove(kind);
            }
        }
        return join(mine);
    }

    private static <V> V join(CompletableFuture<V> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
