package io.isol8.http.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a WebSocket's client is sent: one message at a time, each waiting until it has left. To a client that is gone, or
 * takes nothing for long, nothing is sent. Thread-safe.
 */
final class Outgoing {

    private static final Logger log = LoggerFactory.getLogger(Outgoing.class);
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final Session session;
    private volatile boolean closed;

    Outgoing(Session session) {
        this.session = session;
    }

    void send(String message) {
        exchange(done -> session.sendText(message, done));
    }

    void ping() {
        exchange(done -> session.sendPing(ByteBuffer.allocate(0), done));
    }

    /** From now on the connection may be silent for as long as it likes. */
    void staysOpen() {
        session.setIdleTimeout(Duration.ZERO);
    }

    private synchronized void exchange(Consumer<Callback.Completable> message) {
        if (closed) {
            return;
        }
        try {
            Callback.Completable.with(message).get(STALLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            log.debug("A client has gone away: {}", e.getCause().toString());
            closed = true;
        } catch (TimeoutException e) {
            log.debug("A client takes nothing any more");
            closed = true;
            session.disconnect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Says goodbye, once. */
    void close(int status, String reason) {
        exchange(done -> session.close(status, reason, done));
        closed = true;
    }

    /** It is closed already. */
    void closed() {
        closed = true;
    }
}
