package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.RunningExecution;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every engine's streamed executions do: the promises of {@link Isol8Engine#executeStream} and
 * {@link RunningExecution}. Programs are bash.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StreamingContract extends EngineHarness {

    private static final int MANY_LINES = 400_000;
    private static final int MORE_LINES_THAN_ANYBODY_TAKES = 100_000_000;
    private static final int MOST_HELD = 16 << 20;

    @Test
    void tellsWhatHappensAndThenTheEnd() throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.BOTH_STREAMS, 50).build())) {
            List<StreamEvent> events = rest(running);

            ExecutionResult result = running.result();
            assertThat(text(events, OutputChannel.STDOUT))
                    .startsWith("out 1\nout 2\n")
                    .endsWith("out 50\n");
            assertThat(text(events, OutputChannel.STDERR))
                    .startsWith("err 1\nerr 2\n")
                    .endsWith("err 50\n");
            assertThat(events).last().isEqualTo(new StreamEvent.Exit(result, Phase.CODE));
            assertThat(events.subList(0, events.size() - 1))
                    .allSatisfy(event ->
                            assertThat(((StreamEvent.Output) event).phase()).isEqualTo(Phase.CODE));
            assertThat(result.exitCode()).isZero();
            assertThat(result.termination()).isEqualTo(Termination.EXITED);
            assertThat(result.stdout()).isEmpty();
            assertThat(running.next()).isEmpty();
            assertThat(running.poll(PATIENCE)).isEmpty();
            assertThat(running.isOver()).isTrue();
        }
    }

    @Test
    void eventsComeWhileTheProgramRuns() throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            assertThat(take(running, 6)).isEqualTo("ready\n");
            assertThat(running.poll(Duration.ofMillis(1))).isEmpty();
            assertThat(running.isOver()).isFalse();
        }
    }

    @Test
    void theResultDropsEventsThatNobodyTook() throws InterruptedException {
        try (RunningExecution running = engineForMuchOutput()
                .executeStream(bash(ShellProgram.COUNT_LINES, MANY_LINES).build())) {
            next(running);

            assertThat(running.result().exitCode()).isZero();
            assertThat(running.next()).isEmpty();
        }
    }

    @Test
    void aSlowTakerGetsEverything() throws InterruptedException {
        try (RunningExecution running = engineForMuchOutput()
                .executeStream(bash(ShellProgram.COUNT_LINES, MANY_LINES).build())) {
            StringBuilder taken = new StringBuilder();
            for (int slow = 0; slow < 10; slow++) {
                taken.append(((StreamEvent.Output) next(running)).text());
                letPass(Duration.ofMillis(20));
            }
            taken.append(text(rest(running), OutputChannel.STDOUT));

            assertThat(taken.toString().getBytes(StandardCharsets.US_ASCII))
                    .isEqualTo(ShellProgram.countedLines(MANY_LINES));
            assertThat(running.result().truncated()).isFalse();
        }
    }

    @Test
    void aProgramWhoseEventsNobodyTakesStallsUntilItsDeadline() throws InterruptedException {
        Duration timeout = Duration.ofSeconds(1);
        try (RunningExecution running = engineForMuchOutput()
                .executeStream(bash(ShellProgram.COUNT_LINES, MORE_LINES_THAN_ANYBODY_TAKES)
                        .timeout(timeout)
                        .build())) {
            next(running);
            letPass(timeout.multipliedBy(2));

            List<StreamEvent> events = rest(running);

            assertThat(lastOf(events).termination()).isEqualTo(Termination.TIMEOUT);
            assertThat(text(events, OutputChannel.STDOUT).length()).isLessThan(MOST_HELD);
        }
    }

    @Test
    void whatKeepsAProgramFromRunningIsToldToWhoeverAsks() {
        try (RunningExecution running = engine().executeStream(
                        ExecutionRequest.builder("cobol").code("x").build())) {
            assertFails(ErrorCode.INVALID_REQUEST, running::next).hasMessageContaining("Unknown runtime: \"cobol\".");
            assertFails(ErrorCode.INVALID_REQUEST, () -> running.poll(PATIENCE));
            assertFails(ErrorCode.INVALID_REQUEST, running::result);
        }
    }

    @Test
    void aStoppedEngineTellsThatToo() {
        Isol8Engine engine = engine();
        engine.stop();
        try (RunningExecution running =
                engine.executeStream(bash(ShellProgram.ECHO_ARGS, "x").build())) {
            assertFails(ErrorCode.CANCELLED, running::next);
        }
    }

    @Test
    void cancelEndsTheProgramAndTheEndIsTold() throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            take(running, 6);

            running.cancel();

            List<StreamEvent> events = rest(running);
            assertThat(lastOf(events).termination()).isEqualTo(Termination.CANCELLED);
            assertThat(lastOf(events).exitCode()).isEqualTo(137);
            running.cancel();
            assertThat(running.result()).isEqualTo(lastOf(events));
        }
    }

    @Test
    void cancelNeedsNobodyWhoTakesEvents() throws InterruptedException {
        try (RunningExecution running = engineForMuchOutput()
                .executeStream(bash(ShellProgram.COUNT_LINES, MORE_LINES_THAN_ANYBODY_TAKES)
                        .build())) {
            next(running);

            running.cancel();

            assertThat(lastOf(rest(running)).termination()).isEqualTo(Termination.CANCELLED);
        }
    }

    @Test
    void closeCancelsAndTheEngineGoesOn() {
        Isol8Engine engine = engine();
        RunningExecution running =
                engine.executeStream(bash(ShellProgram.SLEEP_FOREVER).build());

        running.close();
        running.close();

        assertThat(engine.execute(bash(ShellProgram.ECHO_ARGS, "next").build()).stdout())
                .isEqualTo("next");
    }

    @Test
    void closeAfterTheEndChangesNothing() throws InterruptedException {
        RunningExecution running =
                engine().executeStream(bash(ShellProgram.EXIT_WITH, 3).build());
        ExecutionResult result = running.result();

        running.close();
        running.cancel();

        assertThat(running.result()).isEqualTo(result);
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void stoppingTheEngineCancelsStreams() throws InterruptedException {
        Isol8Engine engine = engine();
        try (RunningExecution running =
                engine.executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            take(running, 6);

            engine.stop();

            assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
        }
    }

    @Test
    void anInterruptOfTheTakerLeavesTheProgramAlone() throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            take(running, 6);
            Thread.currentThread().interrupt();
            assertThatThrownBy(running::next).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(running::result).isInstanceOf(InterruptedException.class);
            assertThat(running.poll(Duration.ofMillis(100))).isEmpty();
            assertThat(running.isOver()).isFalse();
        }
    }

    @Test
    void manyStreamsAtATimeAreKeptApart() throws InterruptedException {
        Isol8Engine engine = engine();
        List<RunningExecution> all = new CopyOnWriteArrayList<>();
        for (int number = 0; number < 8; number++) {
            all.add(engine.executeStream(
                    bash(ShellProgram.ECHO_ARGS, "number " + number).build()));
        }
        for (int number = 0; number < all.size(); number++) {
            try (RunningExecution running = all.get(number)) {
                assertThat(text(rest(running), OutputChannel.STDOUT)).isEqualTo("number " + number + "\n");
            }
        }
    }

    @Test
    void setupComesFirstInAPhaseOfItsOwn() throws InterruptedException {
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "program")
                .setupScript(ShellProgram.ECHO_ARGS.text("script"))
                .build();
        try (RunningExecution running = engine().executeStream(request)) {
            List<StreamEvent> events = rest(running);

            int setups =
                    (int) events.stream().filter(StreamingContract::isSetup).count();
            List<StreamEvent> setup = events.subList(0, setups);
            List<StreamEvent> code = events.subList(setups, events.size());
            assertThat(setup).allMatch(StreamingContract::isSetup);
            assertThat(text(setup, OutputChannel.STDOUT)).isEqualTo("script\n");
            assertThat(lastOf(setup).exitCode()).isZero();
            assertThat(text(code, OutputChannel.STDOUT)).isEqualTo("program\n");
            assertThat(lastOf(code)).isEqualTo(running.result());
        }
    }

    private static boolean isSetup(StreamEvent event) {
        if (event instanceof StreamEvent.Output output) {
            return output.phase() == Phase.SETUP;
        }
        return event instanceof StreamEvent.Exit exit
                ? exit.phase() == Phase.SETUP
                : ((StreamEvent.Failure) event).phase() == Phase.SETUP;
    }

    @Test
    void aSetupScriptThatFailsIsTheEnd() throws InterruptedException {
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "never")
                .setupScript(ShellProgram.EXIT_WITH.text(7))
                .build();
        try (RunningExecution running = engine().executeStream(request)) {
            assertThat(rest(running))
                    .containsExactly(
                            new StreamEvent.Failure("Setup script failed (exit code 7)", Phase.SETUP),
                            new StreamEvent.Exit(running.result(), Phase.SETUP));
            assertThat(running.result().exitCode()).isEqualTo(7);
        }
    }

    @Test
    void aSetupScriptOverItsTimeIsTheEnd() {
        Isol8Engine engine = engine();
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "never")
                .setupScript(ShellProgram.SLEEP_FOREVER.text())
                .timeout(Duration.ofMillis(300))
                .build();
        List<StreamEvent> events = new CopyOnWriteArrayList<>();

        ExecutionResult result = inTime(() -> engine.execute(request, events::add));

        assertThat(events)
                .endsWith(
                        new StreamEvent.Failure("SETUP SCRIPT TIMED OUT", Phase.SETUP),
                        new StreamEvent.Exit(result, Phase.SETUP));
        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
    }
}
