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
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The server as Javalin and Jetty see it: what is listened to, by how many threads, what is allowed in a request. */
public final class Web {

    /** How many tenants can have as many executions under way as they may, at the same time. */
    private static final int TENANTS = 4;

    /** Requests that are no executions, at the same time. */
    private static final int OTHER_REQUESTS = 32;

    /** For probes, accepting, selecting, and what WebSockets say. */
    private static final int OTHER_THREADS = 32;

    /** Bytes a second of a request's body, on average: slower is an attack. */
    private static final int SLOWEST_BODY = 128;

    /** Bytes of a request's first line and headers: a path of 4000 characters may need nine for each. */
    private static final int HEADERS = 64 * 1024;

    /** How long clients may take to be told that their executions were cancelled. */
    private static final Duration TELLING = Duration.ofSeconds(5);

    /** How long connections that nothing is executed on any more may be silent while the server is being stopped. */
    private static final Duration FAREWELL = Duration.ofMillis(100);

    private final Javalin javalin;
    private final int port;
    private final Orders orders;
    private final Sockets sockets;
    private final Presence presence;
    private final Isol8Service service;

    private Web(
            ServerSettings settings,
            Isol8Service service,
            Authenticator keys,
            Clock clock,
            BodyRoom room,
            ServerSocketChannel listening) {
        this.port = listening.socket().getLocalPort();
        this.service = service;
        this.orders = new Orders(settings, service);
        this.sockets = new Sockets(settings, orders, room);
        this.presence = new Presence();
        this.javalin = Javalin.create(config -> {
            quieten(config);
            listen(config, settings, listening);
            config.jetty.modifyServletContextHandler(context -> mount(context, settings, keys, orders, room, sockets));
            new Routes(settings, service, keys, orders, presence, clock).addTo(config.routes);
        });
    }

    /** @throws Isol8Exception with {@code PORT_IN_USE} */
    public static Web start(ServerSettings settings, Isol8Service service, Authenticator keys, Clock clock) {
        return start(settings, service, keys, clock, BodyRoom.ofThisProcess(settings.maxBodySize()));
    }

    /** The same with so much room for bodies. */
    static Web start(ServerSettings settings, Isol8Service service, Authenticator keys, Clock clock, BodyRoom room) {
        Web web = new Web(settings, service, keys, clock, room, bind(settings.port()));
        web.javalin.start();
        return web;
    }

    private static ServerSocketChannel bind(int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.socket().setReuseAddress(true);
            return channel.bind(new InetSocketAddress(port));
        } catch (BindException e) {
            IO.close(channel);
            throw new Isol8Exception(ErrorCode.PORT_IN_USE, "Port " + port + " is in use.", e);
        } catch (IOException e) {
            IO.close(channel);
            throw new Isol8Exception(
                    ErrorCode.INVALID_REQUEST, "Port " + port + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    private static void quieten(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = "application/json";
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.router.javaLangErrorHandler((response, error) -> Failures.unexpected(error, response));
    }

    private static void listen(JavalinConfig config, ServerSettings settings, ServerSocketChannel listening) {
        config.jetty.threadPool = new QueuedThreadPool(2 * requests(settings) + OTHER_THREADS);
        config.jetty.modifyHttpConfiguration(Web::restrict);
        config.jetty.addConnector((server, http) -> connector(server, http, settings, listening));
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrorHandler());
            server.insertHandler(new MinimumDataRateHandler(SLOWEST_BODY, 0));
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(TELLING.toMillis());
        });
    }

    /** One tenant cannot take all the places: of those for executions it has its share. */
    private static int requests(ServerSettings settings) {
        return TENANTS * settings.requests() + OTHER_REQUESTS;
    }

    /** Everything passes the doorman; WebSockets have their own way from there. */
    private static void mount(
            ServletContextHandler context,
            ServerSettings settings,
            Authenticator keys,
            Orders orders,
            BodyRoom room,
            Sockets sockets) {
        Doorman doorman = new Doorman(new Admission(keys), orders, requests(settings), settings.idleTimeout());
        FilterHolder first = new FilterHolder(doorman);
        first.setAsyncSupported(true);
        context.addFilter(first, "/*", EnumSet.of(DispatcherType.REQUEST));
        FilterHolder second = new FilterHolder(room);
        second.setAsyncSupported(true);
        context.addFilter(second, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new SocketServlet(settings, sockets)), SocketServlet.PATH);
        context.setErrorHandler(new JsonErrorHandler());
        context.getServletHandler().setDecodeAmbiguousURIs(true);
    }

    /** Ids and paths may hold anything, so long as it is encoded. */
    private static void restrict(HttpConfiguration http) {
        http.setUriCompliance(
                UriCompliance.from(
                        "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,"
                                + "AMBIGUOUS_EMPTY_SEGMENT,AMBIGUOUS_PATH_SEGMENT,AMBIGUOUS_PATH_PARAMETER,SUSPICIOUS_PATH_CHARACTERS"));
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADERS);
    }

    private static ProbingConnector connector(
            Server server, HttpConfiguration http, ServerSettings settings, ServerSocketChannel listening) {
        ProbingConnector connector = new ProbingConnector(server, http);
        try {
            connector.open(listening);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(FAREWELL.toMillis());
        return connector;
    }

    /** Where it listens, or did. */
    public int port() {
        return port;
    }

    /** As {@link io.isol8.http.server.Isol8Server#stop}. */
    public void stop(Duration patience) {
        orders.refuse();
        if (!orders.awaitNone(patience)) {
            service.stop();
            orders.awaitNone(TELLING);
        }
        sockets.close();
        javalin.stop();
        presence.close();
    }
}
