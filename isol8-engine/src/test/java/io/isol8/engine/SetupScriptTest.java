package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.RunningExecution;
import io.isol8.testkit.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs before the program: the image's script, then the request's (spec 23). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SetupScriptTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SECRET = "hunter2-hunter2";
    private static final ExecutionRequest REQUEST = ExecutionRequest.builder("python")
            .code("x")
            .setupScript("request setup")
            .timeout(TIMEOUT)
            .build();

    private final EngineFixture fixture = new EngineFixture(1);

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private static StreamEvent.Output output(OutputChannel channel, String text, Phase phase) {
        return new StreamEvent.Output(channel, text, phase);
    }

    private List<StreamEvent> events(ExecutionRequest request) {
        List<StreamEvent> events = new ArrayList<>();
        fixture.engine.execute(request, events::add);
        return events;
    }

    @Test
    void theImagesScriptComesFirstThenTheRequestsThenTheCode() {
        List<String> ran = new CopyOnWriteArrayList<>();
        fixture.images.setupScript("isol8:python", "image setup");
        fixture.containers.onSource("image setup", run -> ran.add("image"));
        fixture.containers.onSource("request setup", run -> ran.add("request"));
        fixture.containers.onSource("x", run -> ran.add("code"));

        fixture.engine.execute(REQUEST);

        assertThat(ran).containsExactly("image", "request", "code");
        await().untilAsserted(() -> assertThat(fixture.journal.entries())
                .containsExactly(
                        "ensure python",
                        "create isol8:python",
                        "write /sandbox/.isol8-setup.sh",
                        "spawn bash /sandbox/.isol8-setup.sh",
                        "write /sandbox/.isol8-setup.sh",
                        "spawn bash /sandbox/.isol8-setup.sh",
                        "write /sandbox/main.py",
                        "spawn python3 /sandbox/main.py",
                        "close"));
    }

    @Test
    void aScriptHasTheEnvironmentOfTheProgramAndStartsInTheSandbox() {
        ExecutionRequest request = ExecutionRequest.builder("python")
                .code("x")
                .setupScript("request setup")
                .env("A", "1")
                .workdir("deep")
                .stdin("for the program")
                .build();
        fixture.containers.onSource(
                "request setup",
                run -> run.stdout(run.spec().env().get("A") + " "
                        + run.spec().env().get("HOME") + " " + run.spec().workdir() + " " + run.stdin().length + " "
                        + run.mode("/sandbox/.isol8-setup.sh")
                                .map(Integer::toOctalString)
                                .orElse("none")));
        fixture.containers.onSource("x", run -> run.stdout(run.stdin()));

        assertThat(events(request))
                .filteredOn(StreamEvent.Output.class::isInstance)
                .containsExactly(
                        output(OutputChannel.STDOUT, "1 /sandbox /sandbox 0 755", Phase.SETUP),
                        output(OutputChannel.STDOUT, "for the program", Phase.CODE));
    }

    @Test
    void whatAScriptStartsIsThereForTheProgram() {
        fixture.containers.onSource(
                "request setup", run -> run.stdout("" + run.spec().keep()));
        fixture.containers.onSource("x", run -> run.stdout("" + run.spec().keep()));

        assertThat(events(REQUEST))
                .filteredOn(StreamEvent.Output.class::isInstance)
                .containsExactly(
                        output(OutputChannel.STDOUT, "true", Phase.SETUP),
                        output(OutputChannel.STDOUT, "false", Phase.CODE));
    }

    @Test
    void whatAScriptWroteThatWentWellIsNotInABufferedResult() {
        fixture.containers.onSource("request setup", run -> run.stdout("noise").stderr("noise"));
        fixture.containers.onSource("x", run -> run.stdout("code"));

        ExecutionResult result = fixture.engine.execute(REQUEST);

        assertThat(result.stdout()).isEqualTo("code");
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void aStreamTellsThePhaseOfEverything() {
        fixture.containers.onSource("request setup", run -> run.stdout("a").stderr("b"));
        fixture.containers.onSource("x", run -> run.stdout("c"));

        List<StreamEvent> events = events(REQUEST);

        assertThat(events).hasSize(5);
        assertThat(events)
                .startsWith(
                        output(OutputChannel.STDOUT, "a", Phase.SETUP), output(OutputChannel.STDERR, "b", Phase.SETUP));
        assertThat(events.get(2)).isInstanceOfSatisfying(StreamEvent.Exit.class, exit -> {
            assertThat(exit.phase()).isEqualTo(Phase.SETUP);
            assertThat(exit.result().exitCode()).isZero();
        });
        assertThat(events.get(3)).isEqualTo(output(OutputChannel.STDOUT, "c", Phase.CODE));
        assertThat(events.get(4))
                .isInstanceOfSatisfying(
                        StreamEvent.Exit.class, exit -> assertThat(exit.phase()).isEqualTo(Phase.CODE));
    }

    @Test
    void aScriptThatFailsIsAnErrorWithWhatItWroteToStandardError() {
        fixture.containers.onSource(
                "request setup",
                run -> run.stdout("out").stderr("no such package\n").exit(7));

        assertThatThrownBy(() -> fixture.engine.execute(REQUEST))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SETUP_FAILED))
                .hasMessage("Setup script failed (exit code 7): no such package");
        assertThat(fixture.journal.entries()).doesNotContain("write /sandbox/main.py");
        fixture.assertNothingLeaks();
    }

    @Test
    void aStreamedScriptThatFailsEndsInAFailureAndAnExit() {
        fixture.containers.onSource("request setup", run -> run.stderr("no").exit(7));

        List<StreamEvent> events = events(REQUEST);

        assertThat(events).hasSize(3);
        assertThat(events)
                .startsWith(
                        output(OutputChannel.STDERR, "no", Phase.SETUP),
                        new StreamEvent.Failure("Setup script failed (exit code 7)", Phase.SETUP));
        assertThat(events.get(2)).isInstanceOfSatisfying(StreamEvent.Exit.class, exit -> {
            assertThat(exit.phase()).isEqualTo(Phase.SETUP);
            assertThat(exit.result().exitCode()).isEqualTo(7);
        });
        fixture.assertNothingLeaks();
    }

    @Test
    void theDeadlineIsOneForScriptAndCode() {
        List<Duration> deadlines = new CopyOnWriteArrayList<>();
        fixture.containers.onSource("request setup", run -> {
            deadlines.add(run.spec().deadline());
            fixture.clock.advance(Duration.ofSeconds(4));
        });
        fixture.containers.onSource("x", run -> deadlines.add(run.spec().deadline()));

        fixture.engine.execute(REQUEST);

        assertThat(deadlines).containsExactly(TIMEOUT, Duration.ofSeconds(6));
    }

    @Test
    void aScriptOverItsTimeIsATimeout() {
        CountDownLatch wrote = new CountDownLatch(1);
        fixture.containers.onSource(
                "request setup", run -> run.stderr("slow").signalTo(wrote).hang());
        EngineFixture.Caller caller = fixture.start(REQUEST);
        await().until(() -> wrote.getCount() == 0);
        fixture.clock.advance(TIMEOUT);

        ExecutionResult result = caller.result().join();

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stderr()).isEqualTo("slow\n--- EXECUTION TIMED OUT ---");
        assertThat(result.durationMs()).isEqualTo(TIMEOUT.toMillis());
        fixture.assertNothingLeaks();
    }

    @Test
    void aStreamedScriptOverItsTimeSaysSo() throws InterruptedException {
        fixture.containers.onSource("request setup", run -> run.hang());
        try (RunningExecution running = fixture.engine.executeStream(REQUEST)) {
            fixture.awaitRunning(1);
            fixture.clock.advance(TIMEOUT);

            assertThat(running.next()).contains(new StreamEvent.Failure("SETUP SCRIPT TIMED OUT", Phase.SETUP));
            Optional<StreamEvent> last = running.next();
            assertThat(last).containsInstanceOf(StreamEvent.Exit.class);
            assertThat(running.next()).isEmpty();
            assertThat(running.result().exitCode()).isEqualTo(137);
            assertThat(last).contains(new StreamEvent.Exit(running.result(), Phase.SETUP));
        }
        fixture.assertNothingLeaks();
    }

    @Test
    void cancellingAScriptKeepsTheProgramFromStarting() throws InterruptedException {
        fixture.containers.onSource("request setup", run -> run.hang());
        try (RunningExecution running = fixture.engine.executeStream(REQUEST)) {
            fixture.awaitRunning(1);

            running.cancel();

            assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
            assertThat(running.result().exitCode()).isEqualTo(137);
        }
        assertThat(fixture.journal.entries()).doesNotContain("write /sandbox/main.py");
        fixture.assertNothingLeaks();
    }

    @Test
    void aScriptThatCannotBeStartedOrLosesItsSandboxLeaksNothing() {
        assertFails(ErrorCode.START_FAILED, () -> fixture.engine.execute(REQUEST));
        fixture.assertNothingLeaks();
        fixture.containers.onSource("request setup", run -> run.loseSandbox());
        assertFails(ErrorCode.SANDBOX_LOST, () -> fixture.engine.execute(REQUEST));
        fixture.assertNothingLeaks();
        fixture.containers.failNext(Operation.WRITE_FILE, ErrorCode.FILE_FAILED);
        assertFails(ErrorCode.FILE_FAILED, () -> fixture.engine.execute(REQUEST));
        fixture.assertNothingLeaks();
    }

    @Test
    void secretsReachAScriptAndDoNotComeBack() {
        Isol8Options options = Isol8Options.builder().secret("TOKEN", SECRET).build();
        try (EngineFixture secretive = new EngineFixture(1, options)) {
            secretive.containers.onSource("request setup", run -> {
                String token = run.spec().env().getOrDefault("TOKEN", "none");
                run.stdout("<" + token.substring(0, 5)).stdout(token.substring(5) + ">");
                run.stderr("bad token " + token).exit(1);
            });
            List<StreamEvent> events = new ArrayList<>();

            secretive.engine.execute(REQUEST, events::add);

            assertThat(text(events, OutputChannel.STDOUT)).isEqualTo("<***>");
            assertThat(text(events, OutputChannel.STDERR)).isEqualTo("bad token ***");
            assertThatThrownBy(() -> secretive.engine.execute(REQUEST))
                    .hasMessage("Setup script failed (exit code 1): bad token ***");
        }
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

    @Test
    void aResultHoldsFilesIfItWasToThoughTheScriptCameToNoEnd() {
        CountDownLatch wrote = new CountDownLatch(1);
        fixture.containers.onSource("request setup", run -> {
            run.writeFile("/sandbox/log", "so far".getBytes(StandardCharsets.UTF_8))
                    .signalTo(wrote)
                    .hang();
        });
        ExecutionRequest request = ExecutionRequest.builder("python")
                .code("x")
                .setupScript("request setup")
                .timeout(TIMEOUT)
                .outputPath("log")
                .outputPath("result")
                .build();
        EngineFixture.Caller caller = fixture.start(request);
        fixture.awaitRunning(1);
        await().until(() -> wrote.getCount() == 0);
        fixture.clock.advance(TIMEOUT);

        assertThat(caller.result().join().files())
                .hasValueSatisfying(files -> assertThat(files).containsOnlyKeys("log"));
    }
}
