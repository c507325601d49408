package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.ports.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ProgressLinesTest {

    private long nanos;

    private final Clock clock = new Clock() {
        @Override
        public Instant now() {
            return Instant.ofEpochSecond(0, nanos);
        }

        @Override
        public long nanos() {
            return nanos;
        }
    };

    @Test
    void on_a_terminal_details_take_each_others_place() {
        InMemoryConsole terminal = new InMemoryConsole("", true);
        ProgressLines progress = new ProgressLines(terminal.console(), clock);
        progress.line("Building image x");
        progress.line("  Step 1/2 : FROM   base");
        progress.line("  Step 2/2 : RUN true");
        progress.line("Built image x");
        assertThat(terminal.err())
                .isEqualTo("[INFO] Building image x\n"
                        + "\r\033[K       Step 1/2 : FROM base"
                        + "\r\033[K       Step 2/2 : RUN true"
                        + "\r\033[K[INFO] Built image x\n");
    }

    @Test
    void in_a_log_a_detail_now_and_then_shows_that_something_happens() {
        InMemoryConsole file = new InMemoryConsole();
        ProgressLines progress = new ProgressLines(file.console(), clock);
        progress.line("Building image x");
        progress.line("  Step 1/3");
        nanos += Duration.ofSeconds(10).toNanos();
        progress.line("  Step 2/3");
        progress.line("  Step 3/3");
        progress.line("Built image x");
        assertThat(file.err()).isEqualTo("[INFO] Building image x\n       Step 2/3\n[INFO] Built image x\n");
    }

    @Test
    void a_detail_fits_a_line_of_the_terminal() {
        InMemoryConsole terminal = new InMemoryConsole("", true);
        new ProgressLines(terminal.console(), clock).line("  " + "x".repeat(200));
        assertThat(terminal.err()).endsWith("x…").hasSize("\r\033[K".length() + 79);
    }
}
