package io.isol8.http.internal;

import io.isol8.domain.CleanupResult;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.CleanupReply;
import io.isol8.wire.CleanupRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Removal of everything, for the master (spec 4.9). Whoever asks while it runs gets the same result. */
final class CleanupRoute {

    private final ServerSettings settings;
    private final Isol8Service service;
    private final Map<Boolean, CompletableFuture<CleanupReply>> running = new HashMap<>();

    CleanupRoute(ServerSettings settings, Isol8Service service) {
        this.settings = settings;
        this.service = service;
    }

    void run(Context context) throws IOException {
        AuthFilter.master(context);
        CleanupRequest request;
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            request = CleanupRequest.read(body);
        }
        Replies.json(context, 200, shared(request.images()));
    }

    private CleanupReply shared(boolean images) {
        CompletableFuture<CleanupReply> mine = new CompletableFuture<>();
        CompletableFuture<CleanupReply> first;
        synchronized (running) {
            first = running.putIfAbsent(images, mine);
        }
        if (first != null) {
            return join(first);
        }
        try {
            mine.complete(cleanUp(images));
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        } finally {
            synchronized (running) {
                running.remove(images);
            }
        }
        return join(mine);
    }

    private CleanupReply cleanUp(boolean images) {
        Isol8Service.Cleanup cleanup = service.cleanup();
        Optional<CleanupResult> removed = images ? Optional.of(service.cleanupImages()) : Optional.empty();
        return new CleanupReply(cleanup.sessions(), cleanup.containers(), removed);
    }

    private static CleanupReply join(CompletableFuture<CleanupReply> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
