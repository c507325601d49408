package io.isol8.engine;

import static io.isol8.domain.OutputChannel.STDERR;
import static io.isol8.domain.OutputChannel.STDOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private final BufferedTranscript buffered = new BufferedTranscript();
    private final List<StreamEvent> events = new ArrayList<>();
    private final StreamedTranscript streamed = new StreamedTranscript(events::add);

    @Test
    void bufferedTextsLoseTrailingWhitespaceOnly() {
        buffered.text(STDOUT, "  a \n");
        buffered.text(STDOUT, "b\t\n \n");

        assertThat(buffered.collected(STDOUT)).isEqualTo("  a \nb");
        assertThat(buffered.collected(STDERR)).isEmpty();
    }

    @Test
    void bufferedNoticesStandInTheStreamTheyAreAbout() {
        buffered.text(STDOUT, "cut");
        buffered.truncated(STDOUT, "\n\n--- notice ---");
        buffered.text(STDERR, "error\n");
        buffered.timedOut();

        assertThat(buffered.collected(STDOUT)).isEqualTo("cut\n\n--- notice ---");
        assertThat(buffered.collected(STDERR)).isEqualTo("error\n\n--- EXECUTION TIMED OUT ---");
    }

    @Test
    void streamedNoticesAreEvents() {
        streamed.text(STDOUT, "cut\n");
        streamed.truncated(STDOUT, "\n\n--- notice ---");
        streamed.timedOut();

        assertThat(events)
                .containsExactly(
                        new StreamEvent.Output(STDOUT, "cut\n", Phase.CODE),
                        new StreamEvent.Output(STDERR, "\n\n--- notice ---", Phase.CODE),
                        new StreamEvent.Failure("EXECUTION TIMED OUT", Phase.CODE));
        assertThat(streamed.collected(STDOUT)).isEmpty();
    }
}
