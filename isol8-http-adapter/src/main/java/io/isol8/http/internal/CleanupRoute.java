package io.isol8.http.internal;

import io.isol8.domain.CleanupResult;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.CleanupReply;
import io.isol8.wire.CleanupRequest;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Removal of everything, for the master (spec 4.9). */
final class CleanupRoute {

    private final ServerSettings settings;
    private final Isol8Service service;
    private final Shared<Boolean, CleanupReply> cleanups = new Shared<>(this::cleanUp);

    CleanupRoute(ServerSettings settings, Isol8Service service) {
        this.settings = settings;
        this.service = service;
    }

    void run(Context context) throws IOException {
        Admission.requireMaster(context);
        CleanupRequest request;
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            request = CleanupRequest.read(body);
        }
        Replies.json(context, 200, cleanups.get(request.images()));
    }

    private CleanupReply cleanUp(boolean images) {
        Isol8Service.Cleanup cleanup = service.cleanup();
        Optional<CleanupResult> removed = images ? Optional.of(service.cleanupImages()) : Optional.empty();
        return new CleanupReply(cleanup.sessions(), cleanup.containers(), removed);
    }
}
