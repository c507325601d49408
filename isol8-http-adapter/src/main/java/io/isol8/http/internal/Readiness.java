package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.JsonBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether executions would work: the container engine answers and the server is not being stopped. Asked often, it looks
 * once a second, and one of those who ask does: the others are told what was found last. Thread-safe.
 */
final class Readiness {

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final byte[] READY = "{\"status\":\"ready\"}".getBytes(StandardCharsets.US_ASCII);
    private static final JsonBody BODY = out -> out.write(READY);

    private record Finding(boolean ready, long nanos) {}

    private final Isol8Service service;
    private final Orders orders;
    private final Clock clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Finding last;

    Readiness(Isol8Service service, Orders orders, Clock clock) {
        this.service = service;
        this.orders = orders;
        this.clock = clock;
        this.last = new Finding(false, clock.nanos() - KEPT.toNanos());
    }

    /** Anybody may ask, so what is wrong is told to the log only. */
    void answer(Context context) throws IOException {
        if (orders.isRefusing()) {
            Replies.error(context.res(), 503, "The server is shutting down.");
            return;
        }
        if (clock.nanos() - last.nanos() >= KEPT.toNanos() && looking.compareAndSet(false, true)) {
            try {
                last = new Finding(isReady(), clock.nanos());
            } finally {
                looking.set(false);
            }
        }
        if (last.ready()) {
            Replies.json(context, 200, BODY);
        } else {
            Replies.error(context.res(), 503, "The container engine cannot be used now.");
        }
    }

    private boolean isReady() {
        try {
            service.ping();
            return true;
        } catch (Isol8Exception e) {
            log.warn("Not ready: {}", e.message());
            return false;
        }
    }
}
