package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RunningExecution;
import io.isol8.wire.ExecuteMessage;
import io.isol8.wire.ResultJson;
import io.isol8.wire.SseFrames;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executions over plain HTTP: collected (spec 4.2), and told event by event (spec 4.3, 5). */
final class ExecutionRoutes {

    private static final Logger log = LoggerFactory.getLogger(ExecutionRoutes.class);

    /** How long a client that is there may take nothing of what it is sent. */
    private static final Duration STALLED = Duration.ofMinutes(5);

    private final ServerSettings settings;
    private final Orders orders;
    private final Presence presence;

    ExecutionRoutes(ServerSettings settings, Orders orders, Presence presence) {
        this.settings = settings;
        this.orders = orders;
        this.presence = presence;
    }

    void buffered(Context context) throws IOException {
        ExecutionOrder order = order(context);
        try (Orders.Ticket ticket = orders.enter(order)) {
            ExecutionResult result;
            try (Presence.Watch watch = presence.watch(context.req())) {
                watch.allowSilence(Duration.ZERO);
                result = ticket.execute(order, watch::whenGone);
            }
            Replies.json(context, 200, ResultJson.body(result));
        }
    }

    private ExecutionOrder order(Context context) throws IOException {
        Caller caller = Admission.caller(context);
        return orders.of(message(context, caller), caller);
    }

    private ExecuteMessage message(Context context, Caller caller) throws IOException {
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            ExecuteMessage message = ExecuteMessage.read(body, field -> log.debug("Ignored: {}", field));
            body.transferTo(OutputStream.nullOutputStream());
            return message;
        } catch (Isol8Exception e) {
            throw orders.refused(caller, e);
        } catch (RequestBody.Unreadable e) {
            orders.refused(caller, new Isol8Exception(ErrorCode.MALFORMED_REQUEST, e.text()));
            throw e;
        }
    }

    /**
     * What is wrong with a request that could be read is told as an event (spec 4.3); what the server cannot do now, by
     * the status, so that whoever stands between it and the client understands.
     */
    void streamed(Context context) throws IOException, InterruptedException {
        ExecutionOrder order;
        try {
            order = order(context).withoutInput();
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.INVALID_REQUEST) {
                throw e;
            }
            try (OutputStream out = open(context)) {
                out.write(SseFrames.error(e));
            }
            return;
        }
        try (Orders.Ticket ticket = orders.enter(order);
                RunningExecution running = ticket.stream(order);
                OutputStream out = open(context);
                Presence.Watch watch = presence.watch(context.req())) {
            watch.whenGone(running::cancel);
            watch.allowSilence(STALLED);
            tell(running, out);
        }
    }

    private static OutputStream open(Context context) throws IOException {
        context.header("Cache-Control", "no-cache");
        KeepAlive.promise(context.req());
        return Replies.stream(context.res(), "text/event-stream");
    }

    private void tell(RunningExecution running, OutputStream out) throws IOException, InterruptedException {
        out.flush();
        try {
            while (true) {
                Optional<StreamEvent> event = running.poll(settings.heartbeat());
                if (event.isPresent()) {
                    send(out, SseFrames.event(event.get()));
                } else if (running.isOver()) {
                    return;
                } else {
                    send(out, SseFrames.keepAlive());
                }
            }
        } catch (Isol8Exception e) {
            send(out, SseFrames.error(e));
        } catch (RuntimeException e) {
            log.error("An execution failed", e);
            send(out, SseFrames.error(Failures.UNEXPECTED));
        }
    }

    private static void send(OutputStream out, byte[] frame) throws IOException {
        out.write(frame);
        out.flush();
    }
}
