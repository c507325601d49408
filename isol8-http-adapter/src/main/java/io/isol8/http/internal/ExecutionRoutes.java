package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
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

    void buffered(Context context) throws Exception {
        ExecutionOrder order = orders.of(message(context), AuthFilter.caller(context));
        orders.submit(order, running -> {
            ExecutionResult result;
            try (Presence.Watch watch = presence.watch(context.req(), Duration.ZERO, running::cancel)) {
                result = running.result();
            }
            Replies.json(context, 200, ResultJson.body(result));
        });
    }

    private ExecuteMessage message(Context context) throws IOException {
        try (InputStream body = RequestBody.of(context, settings.maxBodySize())) {
            ExecuteMessage message = ExecuteMessage.read(body, field -> log.debug("Ignored: {}", field));
            body.transferTo(OutputStream.nullOutputStream());
            return message;
        }
    }

    /** What is wrong with a request that could be read is told as an event (spec 4.3). */
    void streamed(Context context) throws Exception {
        Optional<ExecutionOrder> order = Optional.empty();
        Optional<Isol8Exception> refusal = Optional.empty();
        try {
            order = Optional.of(orders.of(message(context), AuthFilter.caller(context)));
        } catch (Isol8Exception e) {
            if (e.code() == ErrorCode.MALFORMED_REQUEST) {
                throw e;
            }
            refusal = Optional.of(e);
        }
        context.header("Cache-Control", "no-cache").header("Connection", "keep-alive");
        OutputStream out = Replies.stream(context, "text/event-stream");
        if (refusal.isPresent()) {
            send(out, SseFrames.error(refusal.get()));
        } else {
            stream(context, order.get().withoutInput(), out);
        }
    }

    private void stream(Context context, ExecutionOrder order, OutputStream out) throws Exception {
        try {
            orders.stream(order, running -> {
                try (Presence.Watch watch = presence.watch(context.req(), STALLED, running::cancel)) {
                    tell(running, out);
                }
            });
        } catch (Isol8Exception e) {
            send(out, SseFrames.error(e));
        }
    }

    private void tell(RunningExecution running, OutputStream out) throws IOException, InterruptedException {
        out.flush();
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
    }

    private static void send(OutputStream out, byte[] frame) throws IOException {
        out.write(frame);
        out.flush();
    }
}
