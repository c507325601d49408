package io.isol8.engine;

import io.isol8.domain.audit.AuditDetail;
import io.isol8.ports.AuditSink;
import io.isol8.ports.Clock;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RefusedExecution;
import java.time.Duration;
import java.util.Optional;

/**
 * What a service tells of its executions to an {@link AuditSink}: a record of each, in the order in which they ended (spec
 * 21). Executions neither wait for the sink nor fail with it; records that it does not take, or not soon enough, are
 * counted and reported. Belongs to the service that it is given to and is closed with it. Thread-safe.
 */
public final class AuditTrail {

    private final AuditDetail detail;
    private final Clock clock;
    private final Optional<AuditWriter> writer;

    private AuditTrail(AuditDetail detail, Clock clock, Optional<AuditWriter> writer) {
        this.detail = detail;
        this.clock = clock;
        this.writer = writer;
    }

    /** Nothing is told to anybody. */
    public static AuditTrail none(Clock clock) {
        return new AuditTrail(new AuditDetail(false, false, false), clock, Optional.empty());
    }

    /** @param sink is written to by one thread, and closed by it */
    public static AuditTrail to(AuditSink sink, AuditDetail detail, Clock clock) {
        return new AuditTrail(detail, clock, Optional.of(new AuditWriter(sink, detail, clock)));
    }

    /** An execution is asked for. */
    AuditEntry begin(ExecutionOrder order) {
        return new AuditEntry(order, detail, clock, writer);
    }

    /** It did not come to an execution. */
    void refused(RefusedExecution refused) {
        writer.ifPresent(open -> open.put(AuditDraft.of(refused, clock.now())));
    }

    /** Waits until all that has begun is written, at most for {@code patience}. An interrupt has to wait. */
    void flush(Duration patience) {
        writer.ifPresent(open -> open.flush(patience));
    }

    /**
     * Has the sink closed when all that has ended is written, and waits for that at most for {@code patience}, if it is not
     * too late for it already. What ends later is lost. May be repeated.
     */
    void close(Duration patience) {
        writer.ifPresent(open -> open.close(patience));
    }
}
