package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RunningExecution;
import io.isol8.wire.ClientMessage;
import io.isol8.wire.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket and the one execution on it (spec 6).
 *
 * <p>What comes in is handled on the connection's thread, one message at a time; the execution runs, and is told, on a
 * thread of its own.
 */
final class SocketConnection {

    /** Characters of a message; larger requests go over plain HTTP. */
    static final long LONGEST_MESSAGE = 32L << 20;

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private final Outgoing outgoing;
    private final Caller caller;
    private final ServerSettings settings;
    private final Orders orders;
    private final InputQueue input = new InputQueue();
    private boolean begun;
    private boolean gone;
    private @Nullable RunningExecution running;

    SocketConnection(Session session, Caller caller, ServerSettings settings, Orders orders) {
        this.outgoing = new Outgoing(session);
        this.caller = caller;
        this.settings = settings;
        this.orders = orders;
    }

    void received(String text) {
        ClientMessage message = ClientMessage.read(text, field -> log.debug("Ignored: {}", field));
        if (message instanceof ClientMessage.Execute execute) {
            execute(execute);
        } else if (message instanceof ClientMessage.Stdin stdin) {
            input.add(stdin.data().getBytes(StandardCharsets.UTF_8), stdin.eof());
        } else if (message instanceof ClientMessage.SignalMessage signal) {
            running().ifPresent(execution -> execution.signal(signal.signal()));
        } else if (message instanceof ClientMessage.Unknown unknown) {
            outgoing.send(EventJson.error("Unknown message type: " + unknown.type()));
        } else if (message instanceof ClientMessage.Refused refused) {
            refused(refused);
        } else {
            malformed();
        }
    }

    /** There are no binary messages (spec 6.2). */
    void receivedBytes() {
        malformed();
    }

    private void malformed() {
        outgoing.send(EventJson.error("Invalid JSON message"));
        outgoing.close(StatusCode.BAD_DATA, "Invalid JSON");
    }

    private void refused(ClientMessage.Refused refused) {
        outgoing.send(EventJson.error(refused.reason()));
        if (refused.execute() && !begun) {
            complete();
        }
    }

    private void complete() {
        outgoing.close(StatusCode.NORMAL, "Execution complete");
    }

    private void execute(ClientMessage.Execute execute) {
        if (begun) {
            outgoing.send(EventJson.error("An execution is under way on this connection already."));
            return;
        }
        begun = true;
        Thread thread = new Thread(() -> run(execute), "isol8-socket");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(ClientMessage.Execute execute) {
        try {
            ExecutionOrder order = orders.of(execute.message(), caller);
            boolean interactive = order.request().interactive() || input.isUsed();
            orders.stream(order.withInteractive(interactive), execution -> {
                if (started(execution)) {
                    outgoing.staysOpen();
                    tell(execution, interactive);
                }
            });
        } catch (Isol8Exception e) {
            outgoing.send(EventJson.error(e));
        } catch (Exception e) {
            log.error("An execution failed", e);
            outgoing.send(EventJson.error("Internal error. The server's log tells more."));
        } finally {
            input.close();
            complete();
        }
    }

    /** False if the client went away in the meantime. */
    private synchronized boolean started(RunningExecution execution) {
        running = execution;
        return !gone;
    }

    private synchronized Optional<RunningExecution> running() {
        return Optional.ofNullable(running);
    }

    private void tell(RunningExecution execution, boolean interactive) throws InterruptedException {
        if (interactive) {
            input.pumpTo(execution);
        }
        Duration heartbeat = settings.heartbeat();
        while (true) {
            Optional<StreamEvent> event = execution.poll(heartbeat);
            if (event.isPresent()) {
                outgoing.send(EventJson.text(event.get()));
            } else if (execution.isOver()) {
                return;
            } else {
                outgoing.ping();
            }
        }
    }

    /** The client is not there any more. */
    void gone() {
        Optional<RunningExecution> execution;
        synchronized (this) {
            gone = true;
            execution = Optional.ofNullable(running);
        }
        input.close();
        outgoing.closed();
        execution.ifPresent(RunningExecution::cancel);
    }
}
