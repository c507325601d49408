package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.ports.EventSink;

/** Hands everything on as an event and keeps nothing. */
final class StreamedTranscript implements Transcript {

    private final EventSink events;

    StreamedTranscript(EventSink events) {
        this.events = events;
    }

    @Override
    public void text(OutputChannel channel, String text) {
        events.accept(new StreamEvent.Output(channel, text, Phase.CODE));
    }

    @Override
    public void truncated(OutputChannel channel, String notice) {
        text(OutputChannel.STDERR, notice);
    }

    @Override
    public void timedOut() {
        events.accept(new StreamEvent.Failure("EXECUTION TIMED OUT", Phase.CODE));
    }

    @Override
    public String collected(OutputChannel channel) {
        return "";
    }

    @Override
    public void ended(ExecutionResult result) {
        events.accept(new StreamEvent.Exit(result, Phase.CODE));
    }
}
