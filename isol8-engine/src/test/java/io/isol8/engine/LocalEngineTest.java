package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Termination;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalEngineTest {

    private final EngineFixture fixture = new EngineFixture(1);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void walksThePipelineInOrder() {
        fixture.containers.onSource("print(1)", run -> run.stdout("1\n"));

        ExecutionResult result = fixture.engine.execute(request("print(1)"));

        assertThat(result.stdout()).isEqualTo("1");
        assertThat(result.timestamp()).isEqualTo(fixture.clock.now());
        await().untilAsserted(() -> assertThat(fixture.journal.entries())
                .containsExactly(
                        "ensure python",
                        "create isol8:python",
                        "write /sandbox/main.py",
                        "spawn python3 /sandbox/main.py",
                        "close"));
    }

    @Test
    void tellsThatAnImageIsBuilt() {
        fixture.containers.onAnything(run -> run.exit(0));

        fixture.engine.execute(request("x"));

        assertThat(fixture.progress.lines()).containsExactly("Building isol8:python");
    }

    @Test
    void aCommandNeedsNoFile() {
        fixture.containers.onSource("ls -l", run -> run.stdout(run.spec().workdir()));

        ExecutionResult result = fixture.engine.execute(
                ExecutionRequest.builder("node").cmd("ls -l").workdir("src").build());

        assertThat(result.stdout()).isEqualTo("/sandbox/src");
        assertThat(fixture.journal.entries()).startsWith("ensure node", "create isol8:node", "spawn bash -c ls -l");
    }

    @Test
    void theRequestsExtensionNamesTheFile() {
        fixture.containers.onAnything(run -> run.exit(0));

        fixture.engine.execute(
                ExecutionRequest.builder("node").code("x").fileExtension(".cjs").build());

        assertThat(fixture.journal.entries()).contains("spawn node /sandbox/main.cjs");
    }

    @Test
    void theSandboxIsShapedByTheOptions() {
        Isol8Options options = Isol8Options.builder()
                .memoryLimit("64m")
                .pidsLimit(7)
                .cpuLimit(0.5)
                .build();
        try (EngineFixture small = new EngineFixture(1, options)) {
            CountDownLatch running = new CountDownLatch(1);
            small.containers.onAnything(run -> run.signalTo(running).hang());
            small.start(request("x"));
            await().until(() -> running.getCount() == 0);

            InMemorySandbox sandbox = small.containers.open().get(0);

            assertThat(sandbox.spec().memory()).hasToString("64m");
            assertThat(sandbox.spec().pids()).isEqualTo(7);
            assertThat(sandbox.spec().cpus()).isEqualTo(0.5);
        }
    }

    @Test
    void whatIsWrongWithTheRequestCostsNothing() {
        assertFails(
                ErrorCode.INVALID_REQUEST,
                () -> fixture.engine.execute(
                        ExecutionRequest.builder("cobol").code("x").build()));
        assertFails(
                ErrorCode.REMOTE_CODE_REFUSED,
                () -> fixture.engine.execute(ExecutionRequest.builder("python")
                        .codeUrl("https://x/y")
                        .build()));

        assertThat(fixture.journal.entries()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "WRITE_FILE", "SPAWN"})
    void aFailureOnTheWayIsReportedAndLeaksNothing(Operation operation) {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.containers.failNext(operation, ErrorCode.OUT_OF_DISK);

        assertFails(ErrorCode.OUT_OF_DISK, () -> fixture.engine.execute(request("x")));

        fixture.assertNothingLeaks();
    }

    @Test
    void anImageThatCannotBeMadeLeaksNothing() {
        fixture.images.failNext(ErrorCode.IMAGE_BUILD_FAILED);

        assertFails(ErrorCode.IMAGE_BUILD_FAILED, () -> fixture.engine.execute(request("x")));

        fixture.assertNothingLeaks();
    }

    @Test
    void aProgramThatCannotBeStartedLeaksNothing() {
        assertFails(ErrorCode.START_FAILED, () -> fixture.engine.execute(request("nobody knows this")));

        fixture.assertNothingLeaks();
    }

    @Test
    void aSandboxThatDiesIsReportedAndLeaksNothing() {
        fixture.containers.onAnything(run -> run.stdout("last words").loseSandbox());

        assertFails(ErrorCode.SANDBOX_LOST, () -> fixture.engine.execute(request("x")));

        fixture.assertNothingLeaks();
    }

    @Test
    void aSandboxThatCannotBeClosedDoesNotHarmTheResult() {
        fixture.containers.onAnything(run -> run.stdout("fine"));
        fixture.containers.failNext(Operation.CLOSE, ErrorCode.ENGINE_FAILED);

        assertThat(fixture.engine.execute(request("x")).stdout()).isEqualTo("fine");
        assertThat(fixture.engine.execute(request("x")).stdout()).isEqualTo("fine");
    }

    @Test
    void aSinkThatThrowsLeaksNothing() {
        fixture.containers.onAnything(run -> run.stdout("x").hang());
        IllegalStateException gone = new IllegalStateException("gone");

        assertThatThrownBy(() -> fixture.engine.execute(request("x"), event -> {
                    throw gone;
                }))
                .isSameAs(gone);

        fixture.assertNothingLeaks();
    }

    @Test
    void aMemoryKillIsNotATimeout() {
        fixture.containers.onAnything(run -> run.stdout("big").outOfMemory());

        ExecutionResult result = fixture.engine.execute(request("x"));

        assertThat(result.termination()).isEqualTo(Termination.OOM);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    void theCostIsReportedInMilliseconds() {
        fixture.containers.onAnything(run -> run.cost(Duration.ofMillis(250), 3 << 20)
                .delay(Duration.ofMillis(500))
                .exit(0));
        EngineFixture.Caller caller = fixture.start(ExecutionRequest.builder("python")
                .code("x")
                .trackResources(true)
                .build());

        await().until(() -> {
            fixture.clock.advance(Duration.ofMillis(100));
            return caller.result().isDone();
        });

        assertThat(caller.result().join().resourceUsage()).hasValueSatisfying(usage -> {
            assertThat(usage.cpuTimeMs()).isEqualTo(250);
            assertThat(usage.peakMemoryMB()).isEqualTo(3);
            assertThat(usage.memoryMB()).isEqualTo(8);
            assertThat(usage.cpuPercent()).isPositive().isLessThanOrEqualTo(50);
        });
    }

    @Test
    void noMoreRunThanAllowedAndTheFirstToComeIsTheFirstToGo() {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.await(go).exit(0));
        EngineFixture.Caller first = fixture.start(request("0"));
        fixture.awaitRunning(1);
        List<EngineFixture.Caller> queue = new ArrayList<>();
        List<String> order = new CopyOnWriteArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String code = Integer.toString(i);
            fixture.containers.onSource(code, run -> order.add(code));
            queue.add(fixture.start(request(code)).awaitWaiting());
        }
        assertThat(fixture.containers.created()).isEqualTo(1);

        go.countDown();
        queue.forEach(caller -> caller.result().join());

        assertThat(first.result().join().exitCode()).isZero();
        assertThat(order).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void asManyAsAllowedRunAtTheSameTime() {
        try (EngineFixture wide = new EngineFixture(3)) {
            wide.containers.onAnything(run -> run.hang());
            for (int i = 0; i < 4; i++) {
                wide.start(request("x"));
            }

            wide.awaitRunning(3);

            assertThat(wide.containers.created()).isEqualTo(3);
        }
    }

    @Test
    void startAsksTheContainerEngine() {
        fixture.engine.start();
        fixture.containers.failNext(Operation.PING, ErrorCode.ENGINE_UNAVAILABLE);

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, fixture.engine::start);
        fixture.engine.start();
    }
}
