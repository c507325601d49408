package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.http.Authenticator;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.Health;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** Which path leads where (spec 4). */
final class Routes {

    private static final List<HandlerType> ANY_METHOD = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE,
            HandlerType.OPTIONS);

    private final ServerSettings settings;
    private final Readiness readiness;
    private final ExecutionRoutes executions;
    private final FileRoutes files;
    private final RawFileRoutes rawFiles;
    private final SessionRoutes sessions;
    private final CleanupRoute cleanup;
    private final KeyRoutes keys;

    Routes(
            ServerSettings settings,
            Isol8Service service,
            Authenticator authenticator,
            Orders orders,
            Presence presence,
            Clock clock) {
        this.settings = settings;
        this.readiness = new Readiness(service, orders, clock);
        this.executions = new ExecutionRoutes(settings, orders, presence);
        this.files = new FileRoutes(settings, service);
        this.rawFiles = new RawFileRoutes(service);
        this.sessions = new SessionRoutes(service);
        this.cleanup = new CleanupRoute(settings, service);
        this.keys = new KeyRoutes(settings, authenticator, clock);
    }

    void addTo(RoutesConfig routes) {
        ANY_METHOD.forEach(method -> routes.addHttpHandler(method, "/health", this::health));
        get(routes, "/ready", readiness::answer);
        get(routes, "/openapi.yaml", Routes::description);
        routes.post("/execute", executions::buffered);
        routes.post("/execute/stream", executions::streamed);
        routes.post("/file", files::upload);
        get(routes, "/file", files::download);
        get(routes, "/sessions", sessions::list);
        routes.delete("/session/{id}", sessions::end);
        routes.put("/sessions/{id}/files/<path>", rawFiles::write);
        routes.get("/sessions/{id}/files/<path>", rawFiles::read);
        routes.get("/sessions/{id}/files", rawFiles::read);
        routes.head("/sessions/{id}/files/<path>", rawFiles::look);
        routes.head("/sessions/{id}/files", rawFiles::look);
        routes.delete("/sessions/{id}/files/<path>", rawFiles::delete);
        routes.post("/cleanup", cleanup::run);
        routes.before("/auth/*", Admission::requireMaster);
        routes.post("/auth/keys", keys::create);
        get(routes, "/auth/keys", keys::list);
        routes.delete("/auth/keys/{id}", keys::revoke);
        routes.post("/auth/login", keys::login);
        routes.exception(Refusal.class, (refusal, context) -> Failures.refused(refusal, context.res()));
        routes.exception(Isol8Exception.class, (failure, context) -> Failures.failed(failure, context.res()));
        routes.exception(
                HttpResponseException.class, (failure, context) -> Failures.status(failure.getStatus(), context.res()));
        routes.exception(
                RequestBody.Unreadable.class, (failure, context) -> Failures.unreadable(failure, context.res()));
        routes.exception(Exception.class, (failure, context) -> Failures.unexpected(failure, context.res()));
    }

    /** HEAD as well: the same without the body. */
    private static void get(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /** Whether the server lives is told to anybody, in whatever way they ask (spec 3.1). */
    private void health(Context context) throws IOException {
        Replies.json(context, 200, Health.ok(settings.version()));
    }

    private static void description(Context context) throws IOException {
        try (InputStream document = Routes.class.getResourceAsStream("/io/isol8/http/openapi.yaml");
                OutputStream out = Replies.stream(context.res(), "application/yaml")) {
            if (document == null) {
                throw new IllegalStateException("the description is packaged");
            }
            document.transferTo(out);
        }
    }
}
