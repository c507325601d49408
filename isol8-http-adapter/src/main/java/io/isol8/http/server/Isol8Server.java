package io.isol8.http.server;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.http.Authenticator;
import io.isol8.http.KeyAccess;
import io.isol8.http.ServerSettings;
import io.isol8.http.internal.Web;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import java.time.Duration;

/**
 * A service offered over HTTP (spec 2 to 7): it answers from {@link #start} until it is stopped. Thread-safe.
 *
 * <p>The service is not the server's: whoever made it closes it, after the server.
 */
public final class Isol8Server implements AutoCloseable {

    private final Web web;

    private Isol8Server(Web web) {
        this.web = web;
    }

    /**
     * Listens and answers.
     *
     * @param keys who may ask for what; those of a {@link KeyAccess} can be managed, too
     * @throws Isol8Exception with {@link ErrorCode#PORT_IN_USE} if the port is taken
     */
    public static Isol8Server start(ServerSettings settings, Isol8Service service, Authenticator keys, Clock clock) {
        return new Isol8Server(Web.start(settings, service, keys, clock));
    }

    /** Where it listens. */
    public int port() {
        return web.port();
    }

    /**
     * Refuses new executions, lets those under way end if they do so within {@code patience}, cancels the others, tells
     * their clients and stops listening (spec 28.1). May be repeated.
     */
    public void stop(Duration patience) {
        web.stop(patience);
    }

    /** {@link #stop} without patience. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
