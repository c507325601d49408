package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SessionKey;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.SessionInfo;
import io.isol8.wire.Done;
import io.isol8.wire.SessionList;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sessions of a tenant (spec 4.7, 4.8). */
final class SessionRoutes {

    private final Isol8Service service;

    SessionRoutes(Isol8Service service) {
        this.service = service;
    }

    void list(Context context) throws IOException {
        String tenant = Admission.caller(context).tenant();
        List<SessionList.Session> sessions = service.sessions().stream()
                .filter(session -> session.key().tenant().equals(tenant))
                .sorted(Comparator.comparing(
                        (SessionInfo session) -> session.key().id()))
                .map(session -> new SessionList.Session(session.key().id(), session.active(), session.lastAccessedAt()))
                .toList();
        Replies.json(context, 200, new SessionList(sessions));
    }

    /** Fine also for one that there is not. */
    void end(Context context) throws IOException {
        key(context, context.pathParam("id")).ifPresent(service::endSession);
        Replies.json(context, 200, new Done());
    }

    /** The session of that name, seen by whoever asks; empty if none can have it. */
    static Optional<SessionKey> key(Context context, String id) {
        try {
            return Optional.of(new SessionKey(Admission.caller(context).tenant(), id));
        } catch (Isol8Exception e) {
            return Optional.empty();
        }
    }
}
