package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.Isol8Engine;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine does, whatever it runs on: the promises of {@link Isol8Engine}. Programs are bash. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class Isol8EngineContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Isol8Options DEFAULTS = Isol8Options.defaults();
    private static final String NOTHING = "";

    private final Queue<Isol8Engine> engines = new ConcurrentLinkedQueue<>();

    /** A new engine with these options, not yet started. */
    protected abstract Isol8Engine newEngine(Isol8Options options);

    /** Lets so much time pass for the engines. */
    protected abstract void letPass(Duration time);

    @AfterEach
    void closeEngines() {
        engines.forEach(Isol8Engine::close);
    }

    /** A started engine that is closed after the test. */
    protected final Isol8Engine engine(Isol8Options options) {
        Isol8Engine engine = newEngine(options);
        engines.add(engine);
        engine.start();
        return engine;
    }

    protected final Isol8Engine engine() {
        return engine(DEFAULTS);
    }

    protected static ExecutionRequest.Builder bash(ShellProgram program, Object... args) {
        return ExecutionRequest.builder("bash").code(program.text(args));
    }

    @Test
    void tellsWhatAProgramWroteWithoutTheLastLineEnd() {
        ExecutionResult result =
                engine().execute(bash(ShellProgram.ECHO_ARGS, "one", "two", "").build());

        assertThat(result.stdout()).isEqualTo("one\ntwo");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.termination()).isEqualTo(Termination.EXITED);
        assertThat(result.truncated()).isFalse();
        assertThat(result.runtime()).isEqualTo("bash");
        assertThat(result.containerId()).isNotBlank();
        assertThat(result.resourceUsage()).isEmpty();
    }

    @Test
    void executionsHaveDifferentIds() {
        Isol8Engine engine = engine();
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "x").build();

        assertThat(engine.execute(request).executionId())
                .isNotEqualTo(engine.execute(request).executionId());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 255})
    void reportsTheExitCode(int code) {
        ExecutionResult result =
                engine().execute(bash(ShellProgram.EXIT_WITH, code).build());

        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(result.termination()).isEqualTo(Termination.EXITED);
    }

    @Test
    void reportsASignal() {
        ExecutionResult result =
                engine().execute(bash(ShellProgram.KILL_SELF, 15).build());

        assertThat(result.exitCode()).isEqualTo(143);
        assertThat(result.termination()).isEqualTo(Termination.SIGNALED);
    }

    @Test
    void runsACommandLineInAnyRuntime() {
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .cmd(ShellProgram.ECHO_ARGS.text("from", "cmd"))
                .build();

        assertThat(engine().execute(request).stdout()).isEqualTo("from\ncmd");
    }

    @Test
    void streamedAndBufferedTextsAreTheSame() {
        Isol8Engine engine = engine();
        ExecutionRequest request = bash(ShellProgram.BOTH_STREAMS, 100).build();

        ExecutionResult buffered = engine.execute(request);
        List<StreamEvent> events = new CopyOnWriteArrayList<>();
        ExecutionResult streamed = engine.execute(request, events::add);

        assertThat(text(events, OutputChannel.STDOUT).stripTrailing()).isEqualTo(buffered.stdout());
        assertThat(text(events, OutputChannel.STDERR).stripTrailing()).isEqualTo(buffered.stderr());
        assertThat(buffered.stdout()).startsWith("out 1\nout 2\n").endsWith("out 100");
        assertThat(buffered.stderr()).startsWith("err 1\nerr 2\n").endsWith("err 100");
        assertThat(streamed.stdout()).isEqualTo(NOTHING);
        assertThat(streamed.stderr()).isEqualTo(NOTHING);
        assertThat(lastOf(events)).isEqualTo(streamed);
    }

    @Test
    void eventsComeWhileTheProgramRuns() {
        CountDownLatch ready = new CountDownLatch(1);
        Isol8Engine engine = engine();
        CompletableFuture<ExecutionResult> result =
                start(() -> engine.execute(bash(ShellProgram.SLEEP_FOREVER).build(), event -> ready.countDown()));

        await().atMost(PATIENCE).until(() -> ready.getCount() == 0);

        assertThat(result).isNotDone();
        engine.stop();
        assertThat(result.join().termination()).isEqualTo(Termination.CANCELLED);
    }

    @Test
    void aProgramOverItsTimeIsKilledAndSaysSo() {
        Isol8Engine engine = engine();
        ExecutionRequest request =
                bash(ShellProgram.SLEEP_FOREVER).timeout(Duration.ofMillis(300)).build();

        ExecutionResult result = inTime(() -> engine.execute(request));

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stdout()).isEqualTo("ready");
        assertThat(result.stderr()).isEqualTo("\n--- EXECUTION TIMED OUT ---");
        assertThat(result.durationMs()).isBetween(200L, 2000L);
    }

    @Test
    void aStreamedProgramOverItsTimeEndsInAFailureAndAnExit() {
        Isol8Engine engine = engine();
        List<StreamEvent> events = new CopyOnWriteArrayList<>();
        ExecutionRequest request =
                bash(ShellProgram.SLEEP_FOREVER).timeout(Duration.ofMillis(300)).build();

        inTime(() -> engine.execute(request, events::add));

        StreamEvent beforeLast = events.get(events.size() - 2);
        assertThat(beforeLast)
                .isInstanceOfSatisfying(
                        StreamEvent.Failure.class,
                        failure -> assertThat(failure.message()).isEqualTo("EXECUTION TIMED OUT"));
        assertThat(lastOf(events).exitCode()).isEqualTo(137);
    }

    @Test
    void theEnginesOwnTimeoutHoldsWithoutOneInTheRequest() {
        Isol8Engine engine =
                engine(Isol8Options.builder().timeout(Duration.ofMillis(300)).build());

        ExecutionResult result =
                inTime(() -> engine.execute(bash(ShellProgram.SLEEP_FOREVER).build()));

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
    }

    @Test
    void outputBeyondTheCapIsCutAndTheProgramRunsOn() {
        Isol8Engine engine = engine(Isol8Options.builder().maxOutputSize(20).build());

        ExecutionResult result =
                engine.execute(bash(ShellProgram.COUNT_LINES, 200_000).build());

        assertThat(result.stdout())
                .isEqualTo("1000000\n1000001\n1000" + "\n\n--- OUTPUT TRUNCATED (1600000 bytes, limit: 20) ---");
        assertThat(result.stderr()).isEmpty();
        assertThat(result.truncated()).isTrue();
        assertThat(result.exitCode()).isZero();
        assertThat(result.termination()).isEqualTo(Termination.EXITED);
    }

    @Test
    void outputOfExactlyTheCapIsWhole() {
        Isol8Engine engine = engine(Isol8Options.builder().maxOutputSize(16).build());

        ExecutionResult result =
                engine.execute(bash(ShellProgram.COUNT_LINES, 2).build());

        assertThat(result.stdout()).isEqualTo("1000000\n1000001");
        assertThat(result.truncated()).isFalse();
    }

    @Test
    void aCutStreamSaysSoOnStandardError() {
        Isol8Engine engine = engine(Isol8Options.builder().maxOutputSize(8).build());
        List<StreamEvent> events = new CopyOnWriteArrayList<>();

        ExecutionResult result =
                engine.execute(bash(ShellProgram.COUNT_LINES, 3).build(), events::add);

        assertThat(text(events, OutputChannel.STDOUT)).isEqualTo("1000000\n");
        assertThat(text(events, OutputChannel.STDERR)).isEqualTo("\n\n--- OUTPUT TRUNCATED (24 bytes, limit: 8) ---");
        assertThat(result.truncated()).isTrue();
    }

    @Test
    void bytesThatAreNotTextAreReplaced() {
        ExecutionResult result = engine().execute(
                        bash(ShellProgram.WRITE_BYTES, "61ff62e282ac63e2").build());

        assertThat(result.stdout()).isEqualTo("a\uFFFDb€c\uFFFD");
    }

    @Test
    void passesStandardInput() {
        Isol8Engine engine = engine();

        assertThat(engine.execute(bash(ShellProgram.CAT_STDIN).stdin("ö\nb").build())
                        .stdout())
                .isEqualTo("ö\nb");
        assertThat(engine.execute(bash(ShellProgram.CAT_STDIN).stdin("").build())
                        .stdout())
                .isEmpty();
        assertThat(engine.execute(bash(ShellProgram.CAT_STDIN).build()).stdout())
                .isEmpty();
    }

    @Test
    void passesTheEnvironment() {
        Isol8Engine engine = engine();

        assertThat(engine.execute(bash(ShellProgram.PRINT_VARIABLE, "GREETING")
                                .env("GREETING", "a=b c")
                                .build())
                        .stdout())
                .isEqualTo("a=b c");
        assertThat(engine.execute(bash(ShellProgram.PRINT_VARIABLE, "HOME").build())
                        .stdout())
                .isEqualTo("/sandbox");
    }

    @Test
    void startsInTheSandboxUnlessToldOtherwise() {
        assertThat(engine().execute(bash(ShellProgram.PRINT_WORKDIR).build()).stdout())
                .isEqualTo("/sandbox");
    }

    @Test
    void anExecutionFindsNothingOfTheOneBefore() {
        Isol8Engine engine = engine();
        engine.execute(ExecutionRequest.builder("bash")
                .code(ShellProgram.ECHO_ARGS.text("x"))
                .fileExtension(".first")
                .build());

        ExecutionResult second = engine.execute(
                bash(ShellProgram.CAT_FILE, "/sandbox/main.first").build());

        assertThat(second.exitCode()).isEqualTo(1);
    }

    @Test
    void tellsWhatAProgramCostIfAsked() {
        ExecutionResult result = engine().execute(
                        bash(ShellProgram.ECHO_ARGS, "x").trackResources(true).build());

        assertThat(result.resourceUsage()).hasValueSatisfying(usage -> {
            assertThat(usage.cpuTimeMs()).isNotNegative();
            assertThat(usage.peakMemoryMB()).isPositive();
        });
    }

    @Test
    void refusesAnUnknownRuntime() {
        ExecutionRequest request = ExecutionRequest.builder("cobol").code("x").build();

        assertFails(ErrorCode.INVALID_REQUEST, () -> engine().execute(request))
                .hasMessageEndingWith("Unknown runtime: \"cobol\". Available: python, node, bun, deno, bash");
    }

    @Test
    void refusesRemoteCode() {
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .codeUrl("https://example.com/main.sh")
                .build();

        assertFails(ErrorCode.REMOTE_CODE_REFUSED, () -> engine().execute(request));
    }

    @Test
    void stopCancelsWhatRunsAndStartAllowsMore() {
        Isol8Engine engine = engine();
        CountDownLatch ready = new CountDownLatch(1);
        CompletableFuture<ExecutionResult> running =
                start(() -> engine.execute(bash(ShellProgram.SLEEP_FOREVER).build(), event -> ready.countDown()));
        await().atMost(PATIENCE).until(() -> ready.getCount() == 0);

        engine.stop();

        assertThat(running.join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(running.join().exitCode()).isEqualTo(137);
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "again").build();
        assertFails(ErrorCode.CANCELLED, () -> engine.execute(request));
        engine.start();
        assertThat(engine.execute(request).stdout()).isEqualTo("again");
    }

    @Test
    void interruptingTheCallerCancelsItsExecution() {
        Isol8Engine engine = engine();
        CountDownLatch ready = new CountDownLatch(1);
        CompletableFuture<ExecutionResult> result = new CompletableFuture<>();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread caller = SandboxHarness.inBackground(
                () -> {
                    result.complete(
                            engine.execute(bash(ShellProgram.SLEEP_FOREVER).build(), event -> ready.countDown()));
                    stillInterrupted.complete(Thread.currentThread().isInterrupted());
                },
                result);
        await().atMost(PATIENCE).until(() -> ready.getCount() == 0);

        caller.interrupt();

        assertThat(result.join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(stillInterrupted.join()).isTrue();
    }

    @Test
    void aSinkThatThrowsEndsTheExecutionWithItsException() {
        Isol8Engine engine = engine();
        IllegalStateException gone = new IllegalStateException("nobody listens");

        assertThatThrownBy(() -> engine.execute(bash(ShellProgram.SLEEP_FOREVER).build(), event -> {
                    throw gone;
                }))
                .isSameAs(gone);

        assertThat(engine.execute(bash(ShellProgram.ECHO_ARGS, "next").build()).stdout())
                .isEqualTo("next");
    }

    /** The result of something that needs time to pass. */
    private <T> T inTime(Callable<T> call) {
        CompletableFuture<T> result = start(call);
        await().atMost(PATIENCE).until(() -> {
            letPass(Duration.ofMillis(50));
            return result.isDone();
        });
        return result.join();
    }

    private static <T> CompletableFuture<T> start(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        SandboxHarness.inBackground(
                () -> {
                    try {
                        result.complete(call.call());
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                },
                result);
        return result;
    }

    private static String text(List<StreamEvent> events, OutputChannel channel) {
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : events) {
            if (event instanceof StreamEvent.Output output && output.channel() == channel) {
                text.append(output.text());
            }
        }
        return text.toString();
    }

    private static ExecutionResult lastOf(List<StreamEvent> events) {
        return ((StreamEvent.Exit) events.get(events.size() - 1)).result();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
