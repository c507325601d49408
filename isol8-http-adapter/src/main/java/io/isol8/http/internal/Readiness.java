package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.ErrorBody;
import io.isol8.wire.JsonBody;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Whether executions would work: the container engine answers and the server is not being stopped. Asked often, it looks
 * once a second. Thread-safe.
 */
final class Readiness {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final byte[] READY = "{\"status\":\"ready\"}".getBytes(StandardCharsets.US_ASCII);

    private final Isol8Service service;
    private final Orders orders;
    private final Clock clock;
    private long lastLook;
    private boolean looked;
    private int status;
    private JsonBody body = out -> out.write(READY);

    Readiness(Isol8Service service, Orders orders, Clock clock) {
        this.service = service;
        this.orders = orders;
        this.clock = clock;
    }

    synchronized void answer(Context context) {
        if (orders.isRefusing()) {
            Replies.error(context, 503, "The server is shutting down.");
            return;
        }
        if (!looked || clock.nanos() - lastLook > KEPT.toNanos()) {
            look();
        }
        Replies.json(context, status, body);
    }

    private void look() {
        looked = true;
        try {
            service.ping();
            status = 200;
            body = out -> out.write(READY);
        } catch (Isol8Exception e) {
            status = 503;
            body = ErrorBody.of(e);
        }
        lastLook = clock.nanos();
    }
}
