package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Threads;
import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RunningExecution;
import io.isol8.wire.ClientMessage;
import io.isol8.wire.EventJson;
import io.isol8.wire.ExecuteMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket and the one execution on it (spec 6).
 *
 * <p>What comes in is handled on the server's threads, one message after the other, and never waits there: the next one
 * is asked for when there is room for it. The execution runs, and is told, on a thread of its own.
 */
final class SocketConnection {

    /** Characters of a message; larger requests go over plain HTTP. */
    private static final long LONGEST_MESSAGE = 32L << 20;

    /** Characters of messages that do not count: there may be many connections. */
    private static final int OWN_ROOM = 16 << 10;

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    /** How often a client that has to wait, and so is not heard going away, is asked whether it is there. */
    private static final Duration SLICE = Duration.ofMillis(250);

    private final Session session;
    private final Caller caller;
    private final Orders orders;
    private final Duration heartbeat;
    private final Outgoing outgoing;
    private final SocketInput input = new SocketInput();
    private final BodyRoom.Share room;
    private final long longest;
    private final StringBuilder incoming = new StringBuilder();
    private boolean begun;
    private boolean closing;
    private boolean gone;
    private @Nullable RunningExecution running;

    /** @param room what messages are kept in */
    SocketConnection(Session session, Caller caller, ServerSettings settings, Orders orders, BodyRoom room) {
        this.session = session;
        this.caller = caller;
        this.orders = orders;
        this.heartbeat = settings.heartbeat();
        this.room = room.share(OWN_ROOM);
        this.longest = Math.min(settings.maxBodySize(), LONGEST_MESSAGE);
        this.outgoing = new Outgoing(session, settings.idleTimeout(), this::gone);
    }

    /** A part of a message, or all of it; {@code last} if nothing more of it comes. */
    void received(String part, boolean last) {
        if (closing) {
            demand();
        } else if (incoming.length() + (long) part.length() > longest) {
            closing = true;
            forget();
            outgoing.close(StatusCode.MESSAGE_TOO_LARGE, "A message may have at most " + longest + " characters.");
            demand();
        } else if (isKept(part)) {
            if (last) {
                String text = incoming.toString();
                forget();
                received(text);
            } else {
                demand();
            }
        }
    }

    /** If there is no room it has been told. */
    private boolean isKept(String part) {
        try {
            room.add(part.length());
            incoming.append(part);
            return true;
        } catch (Isol8Exception e) {
            closing = true;
            forget();
            complain(EventJson.error(e));
            outgoing.close(StatusCode.TRY_AGAIN_LATER, "No room for this message");
            return false;
        }
    }

    private void forget() {
        incoming.setLength(0);
        incoming.trimToSize();
    }

    private void received(String text) {
        ClientMessage message = ClientMessage.read(text, field -> log.debug("Ignored: {}", field));
        boolean stays = message instanceof ClientMessage.Execute || message instanceof ClientMessage.Stdin;
        if (begun || !stays) {
            room.remove(text.length());
        }
        if (message instanceof ClientMessage.Execute execute) {
            execute(execute.message());
        } else if (message instanceof ClientMessage.Stdin stdin) {
            add(stdin);
        } else if (message instanceof ClientMessage.SignalMessage signal) {
            running().ifPresent(execution -> execution.signal(signal.signal()));
            demand();
        } else if (message instanceof ClientMessage.Unknown unknown) {
            complain(EventJson.error("Unknown message type: " + unknown.type()));
        } else if (message instanceof ClientMessage.Refused refused) {
            refused(refused);
        } else {
            malformed();
        }
    }

    /** There are no binary messages (spec 6.2). */
    void receivedBytes() {
        if (closing) {
            demand();
        } else {
            malformed();
        }
    }

    private void demand() {
        session.demand();
    }

    private void complain(String event) {
        outgoing.tell(event, this::demand);
    }

    private void malformed() {
        closing = true;
        complain(EventJson.error("Invalid JSON message"));
        outgoing.close(StatusCode.BAD_DATA, "Invalid JSON");
    }

    private void refused(ClientMessage.Refused refused) {
        if (refused.execute()) {
            orders.refused(caller, refused.reason());
        }
        complain(EventJson.error(refused.reason()));
        if (refused.execute() && !begun) {
            closing = true;
            complete();
        }
    }

    private void complete() {
        outgoing.close(StatusCode.NORMAL, "Execution complete");
    }

    private void add(ClientMessage.Stdin stdin) {
        byte[] bytes = stdin.data().getBytes(StandardCharsets.UTF_8);
        boolean taken = input.add(bytes, stdin.eof(), this::demand);
        if (!taken) {
            outgoing.tell(
                    EventJson.error("Standard input before an execution must have at most " + SocketInput.MOST_BYTES
                            + " bytes: the rest is dropped."),
                    () -> {});
        }
    }

    private void execute(ExecuteMessage message) {
        if (begun) {
            Isol8Exception reason = Isol8Exception.invalid("An execution is under way on this connection already.");
            complain(EventJson.error(orders.refused(message, caller, reason).message()));
            return;
        }
        begun = true;
        boolean interactive = message.request().interactive() || input.isUsed();
        if (interactive) {
            input.expectProgram();
        } else {
            input.close();
        }
        outgoing.staysOpen();
        Threads.start("isol8-socket", () -> run(message, interactive));
        demand();
    }

    private void run(ExecuteMessage message, boolean interactive) {
        try {
            ExecutionOrder order = orders.of(message, caller).withInteractive(interactive);
            try (Orders.Ticket ticket = orders.enter(order)) {
                tell(() -> ticket.stream(order), interactive);
            }
        } catch (Isol8Exception e) {
            fail(EventJson.error(e));
        } catch (RuntimeException e) {
            log.error("An execution could not begin", e);
            fail(EventJson.error(Failures.UNEXPECTED));
        }
    }

    private void fail(String event) {
        outgoing.send(event);
        input.close();
        complete();
    }

    /** Runs an execution and has told its client of its end when this returns. */
    private void tell(Supplier<RunningExecution> start, boolean interactive) {
        try (RunningExecution execution = start.get()) {
            if (started(execution)) {
                tell(execution, interactive);
            }
        } catch (Isol8Exception e) {
            outgoing.send(EventJson.error(e));
        } catch (InterruptedException e) {
            log.debug("Interrupted while telling what happens");
        } catch (RuntimeException e) {
            log.error("An execution failed", e);
            outgoing.send(EventJson.error(Failures.UNEXPECTED));
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
        Duration slice = heartbeat.compareTo(SLICE) < 0 ? heartbeat : SLICE;
        Duration silence = Duration.ZERO;
        while (true) {
            Optional<StreamEvent> event = execution.poll(slice);
            silence = event.isPresent() ? Duration.ZERO : silence.plus(slice);
            if (event.isPresent()) {
                outgoing.send(EventJson.text(event.get()));
            } else if (execution.isOver()) {
                return;
            } else if (input.isFull() || silence.compareTo(heartbeat) >= 0) {
                silence = Duration.ZERO;
                outgoing.ping();
            }
        }
    }

    /** The server is going away. */
    void leave() {
        outgoing.close(StatusCode.SHUTDOWN, "The server is shutting down.");
    }

    /** The client is not there any more. */
    void gone() {
        Optional<RunningExecution> execution;
        synchronized (this) {
            gone = true;
            execution = Optional.ofNullable(running);
        }
        input.close();
        room.close();
        outgoing.closed();
        execution.ifPresent(started -> Threads.start("isol8-gone", started::cancel));
    }
}
