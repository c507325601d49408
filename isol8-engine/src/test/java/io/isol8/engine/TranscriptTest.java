package io.isol8.engine;

import static io.isol8.domain.OutputChannel.STDERR;
import static io.isol8.domain.OutputChannel.STDOUT;
import static io.isol8.domain.Phase.CODE;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.StreamEvent;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    private final BufferedTranscript buffered = new BufferedTranscript();
    private final EventQueue events = new EventQueue(new TestClock(), () -> false);
    private final StreamedTranscript streamed = new StreamedTranscript(events);

    @Test
    void bufferedTextsLoseTrailingWhitespaceOnly() {
        buffered.text(CODE, STDOUT, "  a \n");
        buffered.text(CODE, STDOUT, "b\t\n \n");

        assertThat(buffered.collected(CODE, STDOUT)).isEqualTo("  a \nb");
        assertThat(buffered.collected(CODE, STDERR)).isEmpty();
    }

    @Test
    void bufferedNoticesStandInTheStreamTheyAreAbout() {
        buffered.text(CODE, STDOUT, "cut");
        buffered.truncated(CODE, STDOUT, "\n\n--- notice ---");
        buffered.text(CODE, STDERR, "error\n");
        buffered.timedOut(CODE);

        assertThat(buffered.collected(CODE, STDOUT)).isEqualTo("cut\n\n--- notice ---");
        assertThat(buffered.collected(CODE, STDERR)).isEqualTo("error\n\n--- EXECUTION TIMED OUT ---");
    }

    @Test
    void streamedNoticesAreEvents() throws InterruptedException {
        streamed.text(CODE, STDOUT, "cut\n");
        streamed.truncated(CODE, STDOUT, "\n\n--- notice ---");
        streamed.timedOut(CODE);

        assertThat(List.of(next(), next(), next()))
                .containsExactly(
                        new StreamEvent.Output(STDOUT, "cut\n", CODE),
                        new StreamEvent.Output(STDERR, "\n\n--- notice ---", CODE),
                        new StreamEvent.Failure("EXECUTION TIMED OUT", CODE));
        assertThat(streamed.collected(CODE, STDOUT)).isEmpty();
    }

    private StreamEvent next() throws InterruptedException {
        return events.poll(Duration.ofSeconds(60)).orElseThrow();
    }
}
