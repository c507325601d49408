package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;

/** Hands everything on as an event and keeps nothing. */
final class StreamedTranscript implements Transcript {

    private final EventQueue events;

    StreamedTranscript(EventQueue events) {
        this.events = events;
    }

    @Override
    public void deadline(long nanos) {
        events.unboundedFrom(nanos);
    }

    @Override
    public void text(Phase phase, OutputChannel channel, String text) {
        events.put(new StreamEvent.Output(channel, text, phase));
    }

    @Override
    public void truncated(Phase phase, OutputChannel channel, String notice) {
        text(phase, OutputChannel.STDERR, notice);
    }

    @Override
    public void timedOut(Phase phase) {
        String what = phase == Phase.SETUP ? "SETUP SCRIPT" : "EXECUTION";
        events.put(new StreamEvent.Failure(what + " TIMED OUT", phase));
    }

    @Override
    public String collected(Phase phase, OutputChannel channel) {
        return "";
    }

    @Override
    public void setUp(ExecutionResult result) {
        boolean told = result.termination() == Termination.TIMEOUT || result.termination() == Termination.CANCELLED;
        if (result.exitCode() != 0 && !told) {
            events.put(
                    new StreamEvent.Failure("Setup script failed (exit code " + result.exitCode() + ")", Phase.SETUP));
        }
        events.put(new StreamEvent.Exit(result, Phase.SETUP));
    }

    @Override
    public void ended(ExecutionResult result) {
        events.put(new StreamEvent.Exit(result, Phase.CODE));
    }
}
