package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import java.util.EnumMap;
import java.util.Map;

/** Collects the output for the result. */
final class BufferedTranscript implements Transcript {

    private final Map<OutputChannel, StringBuilder> texts = new EnumMap<>(OutputChannel.class);

    @Override
    public void text(OutputChannel channel, String text) {
        texts.computeIfAbsent(channel, unused -> new StringBuilder()).append(text);
    }

    @Override
    public void truncated(OutputChannel channel, String notice) {
        text(channel, notice);
    }

    @Override
    public void timedOut() {
        text(OutputChannel.STDERR, "\n--- EXECUTION TIMED OUT ---");
    }

    /** Without trailing whitespace (spec 16.1). */
    @Override
    public String collected(OutputChannel channel) {
        StringBuilder text = texts.get(channel);
        return text == null ? "" : text.toString().stripTrailing();
    }

    @Override
    public void ended(ExecutionResult result) {
        texts.clear();
    }
}
