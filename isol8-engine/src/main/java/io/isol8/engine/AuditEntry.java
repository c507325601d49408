package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.RandomIds;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.ports.Clock;
import io.isol8.ports.ExecutionOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Follows one execution from its arrival to its end, and then tells of it. For one thread at a time. */
final class AuditEntry {

    private final UUID id = RandomIds.next();
    private final ExecutionOrder order;
    private final AuditDetail detail;
    private final Clock clock;
    private final Optional<AuditWriter> writer;
    private final Instant begun;
    private final long begunNanos;
    private @Nullable OverheardTranscript overheard;
    private @Nullable Execution execution;

    AuditEntry(ExecutionOrder order, AuditDetail detail, Clock clock, Optional<AuditWriter> writer) {
        this.order = detail.resources() ? order.withTrackResources() : order;
        this.detail = detail;
        this.clock = clock;
        this.writer = writer;
        this.begun = clock.now();
        this.begunNanos = clock.nanos();
        writer.ifPresent(AuditWriter::begin);
    }

    /** The execution's. */
    UUID id() {
        return id;
    }

    /** As it is to be followed (spec 20.3). */
    ExecutionOrder order() {
        return order;
    }

    /** The transcript that the execution is to write, so that it is known here, too, what was written. */
    Transcript overhearing(Transcript transcript) {
        if (writer.isEmpty()) {
            return transcript;
        }
        overheard = new OverheardTranscript(transcript, detail.output());
        return overheard;
    }

    /** This is the execution. */
    void of(Execution itself) {
        execution = itself;
    }

    /**
     * Has it arrive, and tells how it ends, be it on its arrival or later.
     *
     * @param arrival returns what runs it to its end
     */
    Supplier<ExecutionResult> follow(Supplier<Supplier<ExecutionResult>> arrival) {
        Supplier<ExecutionResult> rest = told(arrival);
        return () -> {
            ExecutionResult result = told(rest);
            tell(failedSetup().map(AuditDraft.End::ofSetup).orElseGet(() -> AuditDraft.End.of(result)));
            return result;
        };
    }

    /** Does a part of it that may be its end. */
    private <T> T told(Supplier<T> part) {
        try {
            return part.get();
        } catch (RuntimeException | Error e) {
            tell(failedSetup().map(AuditDraft.End::ofSetup).orElseGet(() -> failed(e)));
            throw e;
        }
    }

    private Optional<ExecutionResult> failedSetup() {
        return Optional.ofNullable(overheard).flatMap(OverheardTranscript::failedSetup);
    }

    private AuditDraft.End failed(Throwable failure) {
        long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanos() - begunNanos);
        return AuditDraft.End.of(failure, execution == null ? "" : execution.containerId(), millis);
    }

    private void tell(AuditDraft.End end) {
        writer.ifPresent(open -> open.end(new AuditDraft(
                id,
                begun,
                AuditDraft.Subject.of(order, execution == null ? Optional.empty() : execution.fetched()),
                end,
                Optional.ofNullable(overheard).flatMap(OverheardTranscript::output),
                execution == null ? NetworkLog.EMPTY : execution.network(),
                order.options().network().log())));
    }
}
