package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.RunningExecution;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the streamed executions of every engine do with what they are sent: standard input and signals (spec 6.3). Programs
 * are bash.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class InteractionContract extends EngineHarness {

    private static final int MANY_LINES = 400_000;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void interactiveInputIsAnsweredWhileTheProgramRuns() throws InterruptedException {
        try (RunningExecution running = engine().executeStream(bash(ShellProgram.CAT_STDIN)
                .stdin("first")
                .interactive(true)
                .build())) {
            assertThat(take(running, 5)).isEqualTo("first");
            running.writeStdin(bytes("second"));
            assertThat(take(running, 6)).isEqualTo("second");
            running.writeStdin(new byte[0]);
            running.writeStdin(bytes("last ö"));
            running.endStdin();
            running.endStdin();

            List<StreamEvent> events = rest(running);
            assertThat(text(events, OutputChannel.STDOUT)).isEqualTo("last ö");
            assertThat(lastOf(events).exitCode()).isZero();
            running.writeStdin(bytes("too late"));
            running.endStdin();
        }
    }

    @Test
    void inputMayComeBeforeTheProgramHasStarted() throws InterruptedException {
        try (RunningExecution running = engine().executeStream(
                        bash(ShellProgram.CAT_STDIN).interactive(true).build())) {
            running.writeStdin(bytes("early"));
            running.endStdin();

            assertThat(text(rest(running), OutputChannel.STDOUT)).isEqualTo("early");
        }
    }

    @Test
    void theEndOfInputMayComeBeforeTheProgramHasStarted() throws InterruptedException {
        try (RunningExecution running = engine().executeStream(bash(ShellProgram.CAT_STDIN)
                .stdin("text")
                .interactive(true)
                .build())) {
            running.endStdin();

            assertThat(text(rest(running), OutputChannel.STDOUT)).isEqualTo("text");
        }
    }

    @Test
    void muchInputArrivesWholeAndInOrder() throws InterruptedException {
        byte[] input = ShellProgram.countedLines(MANY_LINES);
        try (RunningExecution running = engineForMuchOutput()
                .executeStream(bash(ShellProgram.CAT_STDIN).interactive(true).build())) {
            CompletableFuture<Void> written = start(() -> {
                running.writeStdin(input);
                running.endStdin();
                return null;
            });

            assertThat(text(rest(running), OutputChannel.STDOUT).getBytes(StandardCharsets.US_ASCII))
                    .isEqualTo(input);
            written.join();
        }
    }

    @Test
    void inputThatNobodyReadsIsDroppedAtTheEnd() throws InterruptedException {
        try (RunningExecution running = engine().executeStream(
                        bash(ShellProgram.ECHO_ARGS, "over").interactive(true).build())) {
            running.writeStdin(new byte[4 << 20]);

            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void whoeverWritesIsLetGoWhenTheExecutionIsCancelled() throws InterruptedException {
        try (RunningExecution running = engine().executeStream(
                        bash(ShellProgram.SLEEP_FOREVER).interactive(true).build())) {
            take(running, 6);
            CompletableFuture<Void> written = start(() -> {
                running.writeStdin(new byte[64 << 20]);
                return null;
            });

            running.cancel();

            await().atMost(PATIENCE).until(written::isDone);
            written.join();
            assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
        }
    }

    @Test
    void onlyInteractiveRequestsTakeInput() throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.CAT_STDIN).build())) {
            assertFails(ErrorCode.INVALID_REQUEST, () -> running.writeStdin(new byte[1]))
                    .hasMessage("The standard input of this execution is closed: ExecutionRequest.interactive is"
                            + " not set.");
            assertFails(ErrorCode.INVALID_REQUEST, running::endStdin);
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void aSignalEndsTheProgram(Signal signal) throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            take(running, 6);

            running.signal(signal);

            assertThat(running.result().termination()).isEqualTo(Termination.SIGNALED);
            assertThat(running.result().exitCode()).isEqualTo(128 + signal.number());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aProgramMayCatchASignal(String name) throws InterruptedException {
        try (RunningExecution running =
                engine().executeStream(bash(ShellProgram.CATCH_SIGNAL, name).build())) {
            take(running, 6);

            running.signal(Signal.of("SIG" + name));

            List<StreamEvent> events = rest(running);
            assertThat(text(events, OutputChannel.STDOUT)).isEqualTo("caught " + name + "\n");
            assertThat(lastOf(events).exitCode()).isEqualTo(3);
            running.signal(Signal.SIGKILL);
        }
    }

    @Test
    void secretsAreMaskedHoweverTheyAreWritten() throws InterruptedException {
        String secret = "correct horse/battery";
        Isol8Engine engine =
                engine(Isol8Options.builder().secret("TOKEN", secret).build());
        ExecutionRequest request = bash(ShellProgram.CAT_STDIN)
                .setupScript(ShellProgram.PRINT_VARIABLE.text("TOKEN"))
                .stdin("<")
                .interactive(true)
                .build();
        try (RunningExecution running = engine.executeStream(request)) {
            for (int i = 0; i < secret.length(); i++) {
                running.writeStdin(bytes(secret.substring(i, i + 1)));
            }
            running.writeStdin(bytes(">"));
            running.endStdin();

            assertThat(text(rest(running), OutputChannel.STDOUT)).isEqualTo("***\n<***>");
        }
    }
}
