package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.Termination;
import java.util.HashMap;
import java.util.Map;

/** Collects the output for the result. */
final class BufferedTranscript implements Transcript {

    private record Stream(Phase phase, OutputChannel channel) {}

    private final Map<Stream, StringBuilder> texts = new HashMap<>();

    @Override
    public void deadline(long nanos) {
        // nobody can keep this waiting
    }

    @Override
    public void text(Phase phase, OutputChannel channel, String text) {
        texts.computeIfAbsent(new Stream(phase, channel), unused -> new StringBuilder())
                .append(text);
    }

    @Override
    public void truncated(Phase phase, OutputChannel channel, String notice) {
        text(phase, channel, notice);
    }

    @Override
    public void timedOut(Phase phase) {
        text(phase, OutputChannel.STDERR, "\n--- EXECUTION TIMED OUT ---");
    }

    /** Without trailing whitespace (spec 16.1). */
    @Override
    public String collected(Phase phase, OutputChannel channel) {
        StringBuilder text = texts.get(new Stream(phase, channel));
        return text == null ? "" : text.toString().stripTrailing();
    }

    /** What a script wrote that went well is of no interest. */
    @Override
    public void setUp(ExecutionResult result) {
        boolean ended = result.termination() == Termination.TIMEOUT || result.termination() == Termination.CANCELLED;
        if (result.exitCode() != 0 && !ended) {
            throw Isol8Exception.withOutput(
                    ErrorCode.SETUP_FAILED,
                    "Setup script failed (exit code " + result.exitCode() + ")",
                    result.stderr());
        }
        texts.keySet().removeIf(stream -> stream.phase() == Phase.SETUP);
    }

    @Override
    public void ended(ExecutionResult result) {
        texts.clear();
    }
}
