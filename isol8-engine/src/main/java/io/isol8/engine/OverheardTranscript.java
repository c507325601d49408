package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.Termination;
import io.isol8.domain.audit.AuditRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands everything on, and keeps what an audit record needs of it: of the program, or of the script that failed. */
final class OverheardTranscript implements Transcript {

    private final Transcript told;
    private final boolean keepsOutput;
    private final StringBuilder stdout = new StringBuilder();
    private final StringBuilder stderr = new StringBuilder();
    private @Nullable ExecutionResult failedSetup;

    OverheardTranscript(Transcript told, boolean keepsOutput) {
        this.told = told;
        this.keepsOutput = keepsOutput;
    }

    /** The end of a setup script that kept the program from running. */
    Optional<ExecutionResult> failedSetup() {
        return Optional.ofNullable(failedSetup);
    }

    /** What was written, if it was to be kept, as results have it: without trailing whitespace. */
    Optional<AuditRecord.Output> output() {
        return keepsOutput
                ? Optional.of(new AuditRecord.Output(
                        stdout.toString().stripTrailing(), stderr.toString().stripTrailing()))
                : Optional.empty();
    }

    private void keep(OutputChannel channel, String text) {
        if (keepsOutput) {
            (channel == OutputChannel.STDOUT ? stdout : stderr).append(text);
        }
    }

    @Override
    public void deadline(long nanos) {
        told.deadline(nanos);
    }

    @Override
    public void text(Phase phase, OutputChannel channel, String text) {
        keep(channel, text);
        told.text(phase, channel, text);
    }

    @Override
    public void truncated(Phase phase, OutputChannel channel, String notice) {
        keep(channel, notice);
        told.truncated(phase, channel, notice);
    }

    @Override
    public void timedOut(Phase phase) {
        told.timedOut(phase);
    }

    @Override
    public String collected(Phase phase, OutputChannel channel) {
        return told.collected(phase, channel);
    }

    @Override
    public void setUp(ExecutionResult result) {
        boolean ended = result.termination() == Termination.TIMEOUT || result.termination() == Termination.CANCELLED;
        if (result.exitCode() == 0) {
            stdout.setLength(0);
            stderr.setLength(0);
        } else if (!ended) {
            failedSetup = result;
        }
        told.setUp(result);
    }

    @Override
    public void ended(ExecutionResult result) {
        told.ended(result);
    }
}
