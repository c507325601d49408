package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.engine.LocalEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How results and streams tell of time and memory that ran out (spec 15.4, 15.5, 15.6). */
@Tag("alone")
class TimeoutIT {

    private static final Isol8Options SMALL =
            Isol8Options.builder().memoryLimit("64m").build();
    private static final LocalEngine ENGINE = OwnContainers.asShipped().engine(SMALL, 1);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static ExecutionRequest python(String code, Duration timeout) {
        return ExecutionRequest.builder("python").code(code).timeout(timeout).build();
    }

    @Test
    void aBufferedResultKeepsTheOutputSoFarAndSaysWhyItEnds() {
        ExecutionResult result = ENGINE.execute(python("""
                import sys, time
                print('so far')
                print('and complaints', file=sys.stderr)
                time.sleep(60)
                """, Duration.ofSeconds(3)));

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stdout()).isEqualTo("so far");
        assertThat(result.stderr()).isEqualTo("and complaints\n\n--- EXECUTION TIMED OUT ---");
        assertThat(result.durationMs()).isBetween(2900L, 20_000L);
    }

    @Test
    void aStreamEndsWithTheFailureAndThenTheExit() {
        List<StreamEvent> events = new ArrayList<>();

        ExecutionResult result = ENGINE.execute(
                python("import os, time\nos.write(1, b'so far\\n')\ntime.sleep(60)", Duration.ofSeconds(3)),
                events::add);

        assertThat(events)
                .containsExactly(
                        new StreamEvent.Output(OutputChannel.STDOUT, "so far\n", Phase.CODE),
                        new StreamEvent.Failure("EXECUTION TIMED OUT", Phase.CODE),
                        new StreamEvent.Exit(result, Phase.CODE));
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
    }

    @Test
    void memoryThatRanOutIsNotTakenForATimeout() {
        ExecutionResult result =
                ENGINE.execute(python("print('so far')\nb = b'x' * (128 << 20)", Duration.ofSeconds(20)));

        assertThat(result.termination()).isEqualTo(Termination.OOM);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stdout()).isEqualTo("so far");
        assertThat(result.stderr()).doesNotContain("TIMED OUT");
    }

    private static ExecutionResult outOfMemoryAfterAWhile(Duration timeout) {
        return ENGINE.execute(python("""
                import time
                time.sleep(1.3)
                b = b'x' * (128 << 20)
                """, timeout));
    }

    @Test
    void notEvenShortlyBeforeTheDeadline() {
        Duration timeout = Duration.ofSeconds(2);
        ExecutionResult result = outOfMemoryAfterAWhile(timeout);
        while (result.durationMs() >= timeout.toMillis() && timeout.toSeconds() < 30) {
            timeout = timeout.multipliedBy(2);
            result = outOfMemoryAfterAWhile(timeout);
        }

        assertThat(result.durationMs()).isBetween(1300L, timeout.toMillis() - 1);
        assertThat(result.termination()).isEqualTo(Termination.OOM);
        assertThat(result.stderr()).doesNotContain("TIMED OUT");
    }

    @Test
    void memoryThatRanOutInAChildDoesNotHideATimeout() {
        ExecutionResult result = ENGINE.execute(python("""
                import os, time
                if os.fork() == 0:
                    b = b'x' * (128 << 20)
                print(os.wait()[1])
                time.sleep(60)
                """, Duration.ofSeconds(5)));

        assertThat(result.stdout()).isEqualTo("9");
        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
    }

    @Test
    void memoryIsThereAgainForTheNextRun() {
        ENGINE.execute(python("b = b'x' * (128 << 20)", Duration.ofSeconds(20)));

        assertThat(ENGINE.execute(python("print(1)", Duration.ofSeconds(20))).stdout())
                .isEqualTo("1");
    }
}
