package io.isol8.http.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Clock;
import io.isol8.ports.Isol8Service;
import io.isol8.wire.JsonBody;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether executions would work: the container engine answers and the server is not being stopped. Asked often, it looks
 * once a second, and one of those who ask does: the others are told what was found last, and that it is not ready while
 * that one gets no answer. Thread-safe.
 */
final class Readiness {

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final byte[] READY = "{\"status\":\"ready\"}".getBytes(StandardCharsets.US_ASCII);
    private static final JsonBody BODY = out -> out.write(READY);

    private record Finding(boolean ready, long nanos) {}

    /** Whether somebody looks, and since when. */
    private record Look(boolean underWay, long since) {

        static final Look NONE = new Look(false, 0);
    }

    private final Isol8Service service;
    private final Orders orders;
    private final Clock clock;
    private final AtomicReference<Look> look = new AtomicReference<>(Look.NONE);
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
        long now = clock.nanos();
        if (now - last.nanos() >= KEPT.toNanos() && look.compareAndSet(Look.NONE, new Look(true, now))) {
            try {
                last = new Finding(isReady(), clock.nanos());
            } finally {
                look.set(Look.NONE);
            }
        }
        if (last.ready() && !isStuck()) {
            Replies.json(context, 200, BODY);
        } else {
            Replies.error(context.res(), 503, "The container engine cannot be used now.");
        }
    }

    private boolean isStuck() {
        Look current = Objects.requireNonNull(look.get());
        return current.underWay() && clock.nanos() - current.since() >= LONGEST_LOOK.toNanos();
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
