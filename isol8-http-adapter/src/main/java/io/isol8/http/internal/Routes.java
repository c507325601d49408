package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.http.Authenticator;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.Health;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which path leads where, and what becomes of an error on the way (spec 2, 4). */
final class Routes {

    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private final ServerSettings settings;
    private final AuthFilter filter;
    private final Readiness readiness;
    private final ExecutionRoutes executions;
    private final SocketRoute sockets;
    private final FileRoutes files;
    private final RawFileRoutes rawFiles;
    private final SessionRoutes sessions;
    private final CleanupRoute cleanup;

    Routes(
            ServerSettings settings,
            Isol8Service service,
            Authenticator keys,
            Orders orders,
            Presence presence,
            Clock clock) {
        this.settings = settings;
        this.filter = new AuthFilter(keys);
        this.readiness = new Readiness(service, orders, clock);
        this.executions = new ExecutionRoutes(settings, orders, presence);
        this.sockets = new SocketRoute(settings, orders);
        this.files = new FileRoutes(settings, service);
        this.rawFiles = new RawFileRoutes(service);
        this.sessions = new SessionRoutes(service);
        this.cleanup = new CleanupRoute(settings, service);
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::admit);
        routes.get("/health", this::health);
        routes.get("/ready", readiness::answer);
        routes.get("/openapi.yaml", Routes::description);
        routes.post("/execute", executions::buffered);
        routes.post("/execute/stream", executions::streamed);
        routes.wsBeforeUpgrade("/execute/ws", filter::admit);
        routes.ws("/execute/ws", sockets::configure);
        routes.post("/file", files::upload);
        routes.get("/file", files::download);
        routes.get("/sessions", sessions::list);
        routes.delete("/session/{id}", sessions::end);
        routes.put("/sessions/{id}/files/<path>", rawFiles::write);
        routes.get("/sessions/{id}/files/<path>", rawFiles::read);
        routes.get("/sessions/{id}/files", rawFiles::read);
        routes.head("/sessions/{id}/files/<path>", rawFiles::look);
        routes.head("/sessions/{id}/files", rawFiles::look);
        routes.delete("/sessions/{id}/files/<path>", rawFiles::delete);
        routes.post("/cleanup", cleanup::run);
        routes.exception(Refusal.class, (refusal, context) -> Replies.error(context, refusal.status(), refusal.text()));
        routes.exception(Isol8Exception.class, (failure, context) -> Replies.error(context, failure));
        routes.exception(
                RequestBody.TooLarge.class,
                (failure, context) -> Replies.error(context, 413, String.valueOf(failure.getMessage())));
        routes.exception(HttpResponseException.class, Routes::refusedByJavalin);
        routes.exception(Exception.class, Routes::unexpected);
    }

    /** Whether the server lives is told to anybody, in whatever way they ask (spec 3.1). */
    private void admit(Context context) {
        String path = context.path();
        if (!path.equals("/health") && !path.equals("/ready")) {
            filter.admit(context);
        }
    }

    private void health(Context context) {
        Replies.json(context, 200, Health.ok(settings.version()));
    }

    private static void description(Context context) throws IOException {
        try (InputStream document = Routes.class.getResourceAsStream("/io/isol8/http/openapi.yaml")) {
            if (document == null) {
                throw new IllegalStateException("the description is packaged");
            }
            context.contentType("application/yaml").result(document.readAllBytes());
        }
    }

    /** A path that leads nowhere, mostly. */
    private static void refusedByJavalin(HttpResponseException refusal, Context context) {
        Replies.error(context, refusal.getStatus(), HttpStatus.getMessage(refusal.getStatus()));
    }

    private static void unexpected(Exception failure, Context context) {
        if (failure instanceof EofException || failure instanceof EOFException) {
            log.debug("A client has gone away: {}", failure.toString());
        } else if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            log.debug("A request could not be read or answered", failure);
            Replies.error(context, 400, "The request could not be read to its end.");
        } else {
            log.error("A request failed", failure);
            Replies.error(context, 500, "Internal error. The server's log tells more.");
        }
    }
}
