package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.Isol8Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine does, whatever it runs on: the promises of {@link Isol8Engine}. Programs are bash. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class Isol8EngineContract extends EngineHarness {

    private static final String NOTHING = "";

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
                bash(ShellProgram.SLEEP_FOREVER).timeout(TIME_TO_START).build();

        ExecutionResult result = inTime(() -> engine.execute(request));

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stdout()).isEqualTo("ready");
        assertThat(result.stderr()).isEqualTo("\n--- EXECUTION TIMED OUT ---");
        assertThat(result.durationMs()).isBetween(200L, PATIENCE.toMillis());
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

    @Test
    void filesOfTheRequestAreThereForTheProgram() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        ExecutionResult result = engine().execute(bash(ShellProgram.CAT_FILE, "/sandbox/deep/text")
                .file("deep/text", "text ö")
                .file("/tmp/bytes", FileContent.of(every))
                .outputPath("/tmp/bytes")
                .build());

        assertThat(result.stdout()).isEqualTo("text ö");
        assertThat(result.files()).contains(Map.of("/tmp/bytes", FileContent.of(every)));
    }

    @Test
    void filesThatTheProgramLeavesComeBackAndMissingOnesAreOmitted() {
        Isol8Engine engine = engine();

        ExecutionResult result = engine.execute(bash(ShellProgram.WRITE_FILE, "/sandbox/out", "content")
                .outputPath("./out")
                .outputPath("missing")
                .build());

        assertThat(result.files()).contains(Map.of("./out", FileContent.of("content")));
        assertThat(engine.execute(bash(ShellProgram.ECHO_ARGS, "x")
                                .outputPath("out")
                                .build())
                        .files())
                .contains(Map.of());
        assertThat(engine.execute(bash(ShellProgram.ECHO_ARGS, "x").build()).files())
                .isEmpty();
    }

    @Test
    void filesOfAProgramOverItsTimeComeBack() {
        Isol8Engine engine = engine();
        ExecutionRequest request = bash(ShellProgram.SLEEP_FOREVER)
                .setupScript(ShellProgram.WRITE_FILE.text("/sandbox/out", "so far"))
                .outputPath("out")
                .timeout(TIME_TO_START)
                .build();

        ExecutionResult result = inTime(() -> engine.execute(request));

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.files()).contains(Map.of("out", FileContent.of("so far")));
    }

    @Test
    void refusesFilesElsewhere() {
        assertFails(
                ErrorCode.INVALID_REQUEST,
                () -> bash(ShellProgram.ECHO_ARGS, "x").file("/etc/passwd", "x").build());
        assertFails(
                ErrorCode.INVALID_REQUEST,
                () -> bash(ShellProgram.ECHO_ARGS, "x")
                        .outputPath("../etc/passwd")
                        .build());
    }

    @Test
    void theSetupScriptRunsBeforeTheProgramAndLeavesNoOutput() {
        ExecutionResult result = engine().execute(bash(ShellProgram.CAT_FILE, "/sandbox/made")
                .setupScript(ShellProgram.WRITE_FILE.text("/sandbox/made", "by the script"))
                .build());

        assertThat(result.stdout()).isEqualTo("by the script");
        assertThat(engine().execute(bash(ShellProgram.ECHO_ARGS, "program")
                                .setupScript(ShellProgram.ECHO_ARGS.text("script"))
                                .build())
                        .stdout())
                .isEqualTo("program");
    }

    @Test
    void aSetupScriptThatFailsIsAnErrorWithItsStandardError() {
        Isol8Engine engine = engine();
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "never")
                .setupScript(ShellProgram.CAT_FILE.text("/sandbox/missing"))
                .build();

        assertFails(ErrorCode.SETUP_FAILED, () -> engine.execute(request))
                .message()
                .contains("Setup script failed (exit code 1): ")
                .endsWith("/sandbox/missing: No such file or directory");
        assertThat(engine.execute(bash(ShellProgram.ECHO_ARGS, "next").build()).stdout())
                .isEqualTo("next");
    }

    @Test
    void theTimeoutIsOneForSetupScriptAndProgram() {
        Isol8Engine engine = engine();
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "never")
                .setupScript(ShellProgram.SLEEP_FOREVER.text())
                .timeout(Duration.ofMillis(300))
                .build();

        ExecutionResult result = inTime(() -> engine.execute(request));

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stderr()).isEqualTo("\n--- EXECUTION TIMED OUT ---");
    }

    @Test
    void secretsReachTheProgramAndAreMaskedInWhatItPrints() {
        String secret = "correct horse/battery";
        Isol8Engine engine =
                engine(Isol8Options.builder().secret("TOKEN", secret).build());

        assertThat(engine.execute(bash(ShellProgram.PRINT_VARIABLE, "TOKEN").build())
                        .stdout())
                .isEqualTo("***");
        assertThat(engine.execute(bash(ShellProgram.WRITE_STDERR, "<" + secret + ">")
                                .build())
                        .stderr())
                .isEqualTo("<***>");
        assertThat(engine.execute(bash(ShellProgram.WRITE_FILE, "/sandbox/out", secret)
                                .outputPath("out")
                                .build())
                        .files())
                .contains(Map.of("out", FileContent.of(secret)));
        ExecutionRequest failing = bash(ShellProgram.ECHO_ARGS, "never")
                .setupScript(ShellProgram.CAT_FILE.text("/sandbox/" + secret))
                .build();
        assertFails(ErrorCode.SETUP_FAILED, () -> engine.execute(failing))
                .message()
                .contains("/sandbox/***")
                .doesNotContain(secret);
    }

    @Test
    void variablesOfTheRequestAreNotMasked() {
        assertThat(engine().execute(bash(ShellProgram.PRINT_VARIABLE, "TOKEN")
                                .env("TOKEN", "correct horse/battery")
                                .build())
                        .stdout())
                .isEqualTo("correct horse/battery");
    }

    @Test
    void notesOfTheCallerChangeNothing() {
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "x")
                .metadata("userId", "somebody")
                .metadata("", "anything \n ö")
                .build();

        assertThat(engine().execute(request).stdout()).isEqualTo("x");
    }

    @Test
    void anInteractiveProgramThatNobodyCanWriteToSeesTheEndOfItsInput() {
        Isol8Engine engine = engine();
        ExecutionRequest request =
                bash(ShellProgram.CAT_STDIN).stdin("all").interactive(true).build();
        List<StreamEvent> events = new CopyOnWriteArrayList<>();

        assertThat(engine.execute(request).stdout()).isEqualTo("all");
        engine.execute(request, events::add);
        assertThat(text(events, OutputChannel.STDOUT)).isEqualTo("all");
    }
}
