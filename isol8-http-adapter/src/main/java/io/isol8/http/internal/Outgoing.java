package io.isol8.http.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a WebSocket's client is sent. To a client that is gone, or takes nothing for long, nothing is sent any more.
 * Thread-safe.
 */
final class Outgoing {

    private static final Logger log = LoggerFactory.getLogger(Outgoing.class);
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final Session session;
    private final Duration idleTimeout;
    private final Runnable whenGone;
    private volatile boolean closed;

    /** @param whenGone is run if the client turns out to be gone, or takes nothing */
    Outgoing(Session session, Duration idleTimeout, Runnable whenGone) {
        this.session = session;
        this.idleTimeout = idleTimeout;
        this.whenGone = whenGone;
    }

    /** Sends a message and waits until it has left. */
    void send(String message) {
        exchange(done -> session.sendText(message, done));
    }

    /** Sends a message; {@code then} is run when it has left, by somebody else. */
    void tell(String message, Runnable then) {
        if (!closed) {
            session.sendText(message, Callback.from(then, this::failed));
        }
    }

    /** Asks for a sign of life, and waits until the question has left. */
    void ping() {
        exchange(done -> session.sendPing(ByteBuffer.allocate(0), done));
    }

    /** From now on the connection may be silent for as long as it likes. */
    void staysOpen() {
        session.setIdleTimeout(Duration.ZERO);
    }

    private void exchange(Consumer<Callback.Completable> message) {
        if (closed) {
            return;
        }
        try {
            Callback.Completable.with(message).get(STALLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            failed(Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            log.debug("A client takes nothing any more");
            session.disconnect();
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(e);
        }
    }

    private void failed(Throwable failure) {
        log.debug("A client has gone away: {}", failure.toString());
        closed = true;
        whenGone.run();
    }

    /** Says goodbye, once, and gives the client as long to answer it as connections may be silent. */
    void close(int status, String reason) {
        if (!closed) {
            session.setIdleTimeout(idleTimeout);
            session.close(status, reason, Callback.NOOP);
            closed = true;
        }
    }

    /** It is closed already. */
    void closed() {
        closed = true;
    }
}
