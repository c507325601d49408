package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.http.Authenticator;
import io.isol8.http.ServerSettings;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The server as Javalin and Jetty see it: what is listened to, by how many threads, what is allowed in a request. */
public final class Web {

    /** For what is no execution: health, files, sessions, accepting and selecting. */
    private static final int OTHER_THREADS = 64;

    /** Headers have to come within this, and bodies may not pause for longer. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Bytes a second of a request's body, on average: slower is an attack. */
    private static final int SLOWEST_BODY = 128;

    private final Javalin javalin;
    private final Orders orders;
    private final Presence presence;
    private final Isol8Service service;

    private Web(Javalin javalin, Orders orders, Presence presence, Isol8Service service) {
        this.javalin = javalin;
        this.orders = orders;
        this.presence = presence;
        this.service = service;
    }

    /** @throws Isol8Exception with {@code PORT_IN_USE} */
    public static Web start(ServerSettings settings, Isol8Service service, Authenticator keys, Clock clock) {
        Orders orders = new Orders(settings, service);
        Presence presence = new Presence();
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings);
            new Routes(settings, service, keys, orders, presence, clock).addTo(config.routes);
        });
        try {
            javalin.start(settings.port());
        } catch (JavalinBindException e) {
            presence.close();
            throw new Isol8Exception(ErrorCode.PORT_IN_USE, "Port " + settings.port() + " is in use.", e);
        }
        return new Web(javalin, orders, presence, service);
    }

    private static void configure(JavalinConfig config, ServerSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = "application/json";
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.jetty.threadPool = new QueuedThreadPool(settings.requests() + OTHER_THREADS);
        config.jetty.modifyHttpConfiguration(Web::restrict);
        config.jetty.addConnector((server, http) -> connector(server, http, settings.port()));
        config.jetty.modifyServer(server -> server.setErrorHandler(new JsonErrorHandler()));
        config.jetty.modifyServletContextHandler(context -> {
            context.setErrorHandler(new JsonErrorHandler());
            context.getServletHandler().setDecodeAmbiguousURIs(true);
        });
        config.jetty.modifyWebSocketServletFactory(sockets -> {
            sockets.setMaxTextMessageSize(Math.min(settings.maxBodySize(), SocketConnection.LONGEST_MESSAGE));
            sockets.setIdleTimeout(IDLE);
        });
    }

    /** Ids and paths may hold anything, so long as it is encoded. */
    private static void restrict(HttpConfiguration http) {
        http.setUriCompliance(
                UriCompliance.from(
                        "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,"
                                + "AMBIGUOUS_EMPTY_SEGMENT,AMBIGUOUS_PATH_SEGMENT,AMBIGUOUS_PATH_PARAMETER,SUSPICIOUS_PATH_CHARACTERS"));
        http.setSendServerVersion(false);
        http.setMinRequestDataRate(SLOWEST_BODY);
    }

    private static ProbingConnector connector(Server server, HttpConfiguration http, int port) {
        ProbingConnector connector = new ProbingConnector(server, http);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    public int port() {
        return javalin.port();
    }

    public void stop(Duration patience) {
        orders.refuse();
        if (!orders.awaitNone(patience)) {
            service.stop();
            orders.awaitNone(IDLE);
        }
        javalin.stop();
        presence.close();
    }
}
