package io.isol8.http.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
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

    /** How long a goodbye may remain without an answer, whatever else the client sends meanwhile. */
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(5);

    private final Session session;
    private final Duration idleTimeout;
    private final Runnable whenGone;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
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

    /** Sends a message; {@code then} is run when it has left, by somebody else, or at once if it need not be sent. */
    void tell(String message, Runnable then) {
        if (closed) {
            then.run();
        } else {
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

    /** Says goodbye, once, and ends the connection if the client does not answer it in time. */
    void close(int status, String reason) {
        if (!closed) {
            session.setIdleTimeout(idleTimeout);
            Callback.Completable.with(said -> session.close(status, reason, said))
                    .orTimeout(STALLED.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((said, failure) -> awaitAnswer());
            closed = true;
        }
    }

    /** A client that goes on sending is not silent, and would have its connection for ever. */
    private void awaitAnswer() {
        answered.orTimeout(Math.min(LONGEST_GOODBYE.toMillis(), idleTimeout.toMillis()), TimeUnit.MILLISECONDS)
                .whenComplete((unused, late) -> {
                    if (late != null) {
                        log.debug("A client does not answer a goodbye");
                        session.disconnect();
                    }
                });
    }

    /** It is closed already. */
    void closed() {
        closed = true;
        answered.complete(null);
    }
}
