package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.order;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.SessionKey;
import io.isol8.domain.Termination;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SessionInfo;
import io.isol8.ports.TenantShare;
import io.isol8.testkit.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionTest {

    private static final SessionKey KEY = new SessionKey("tenant", "s");
    private static final String NO_SANDBOX = "No active container. Call execute() first in persistent mode.";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofNanos(1);

    private final EngineFixture fixture = new EngineFixture(4);

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private ExecutionResult run(String code) {
        return fixture.service.execute(order(request(code), KEY));
    }

    private static ExecutionRequest node(String code) {
        return ExecutionRequest.builder("node").code(code).build();
    }

    private SandboxFiles files() {
        return fixture.service.files(KEY);
    }

    private void assertNoSandbox() {
        assertFails(ErrorCode.NO_SANDBOX, () -> files().list("/sandbox"));
        assertThatThrownBy(() -> files().read("x", 1)).hasMessage(NO_SANDBOX);
        await().untilAsserted(() -> assertThat(fixture.containers.open()).isEmpty());
    }

    @Test
    void theFirstExecutionMakesTheSandboxThatTheOthersShare() {
        fixture.containers.onSource(
                "write", run -> run.writeFile("/sandbox/kept", "from before".getBytes(StandardCharsets.UTF_8)));
        fixture.containers.onSource(
                "read", run -> run.stdout(run.file("/sandbox/kept").orElseThrow()));
        assertThat(fixture.service.sessions()).isEmpty();

        ExecutionResult first = run("write");
        ExecutionResult second = run("read");

        assertThat(second.stdout()).isEqualTo("from before");
        assertThat(second.containerId()).isEqualTo(first.containerId());
        assertThat(fixture.containers.created()).isEqualTo(1);
        assertThat(fixture.containers.open().get(0).spec().session()).hasValue("s");
        assertThat(fixture.service.sessions()).containsExactly(new SessionInfo(KEY, false, fixture.clock.now()));
    }

    @Test
    void everyExecutionHasAFileOfItsOwnThatGoesWithIt() {
        List<String> programs = new ArrayList<>();
        fixture.containers.onAnything(
                run -> programs.add(String.join(" ", run.spec().argv())));

        ExecutionResult first = run("a");
        ExecutionResult second = run("b");

        assertThat(programs)
                .containsExactly(
                        "python3 /sandbox/exec_" + first.executionId() + ".py",
                        "python3 /sandbox/exec_" + second.executionId() + ".py");
        assertThat(files().list("/sandbox")).isEmpty();
    }

    @Test
    void theFileOfAProgramThatCannotBeStartedGoesAsWell() {
        fixture.containers.onSource("fine", run -> run.exit(0));
        run("fine");

        assertFails(ErrorCode.START_FAILED, () -> run("nobody knows this"));

        assertThat(files().list("/sandbox")).isEmpty();
    }

    @Test
    void whatAProgramLeavesRunningIsKeptAndNoInterpreterIsReady() {
        fixture.containers.onAnything(
                run -> run.stdout(run.spec().keep() + " " + run.spec().zygote()));

        assertThat(run("x").stdout()).isEqualTo("true false");
        assertThat(fixture.containers.open().get(0).spec().zygote()).isEmpty();
    }

    @Test
    void executionsOfOneSessionRunOneAfterTheOtherInOrder() {
        CountDownLatch go = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        fixture.containers.onSource("0", run -> run.await(go).exit(0));
        EngineFixture.Caller first = fixture.start(order(request("0"), KEY));
        fixture.awaitRunning(1);
        List<EngineFixture.Caller> queue = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String code = Integer.toString(i);
            fixture.containers.onSource(code, run -> order.add(code));
            queue.add(fixture.start(order(request(code), KEY)).awaitWaiting());
        }
        assertThat(fixture.containers.running()).isEqualTo(1);

        go.countDown();
        queue.forEach(caller -> caller.result().join());

        assertThat(first.result().join().exitCode()).isZero();
        assertThat(order).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void waitingForASessionTakesNobodyElsesTurn() {
        try (EngineFixture narrow = new EngineFixture(2)) {
            narrow.containers.onSource("hang", run -> run.hang());
            narrow.containers.onSource("other", run -> run.stdout("ran"));
            narrow.start(order(request("hang"), KEY));
            narrow.awaitRunning(1);
            for (int i = 0; i < 3; i++) {
                narrow.start(order(request("hang"), KEY)).awaitWaiting();
            }

            assertThat(narrow.engine.execute(request("other")).stdout()).isEqualTo("ran");
        }
    }

    @Test
    void aSessionBelongsToTheRuntimeThatItBeganWith() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        run("x");

        assertThatThrownBy(() -> fixture.service.execute(order(node("x"), KEY)))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.RUNTIME_SWITCH))
                .hasMessage("Cannot switch runtime from \"python\" to \"node\". Each persistent container supports a"
                        + " single runtime. Create a new Isol8 instance for a different runtime.");
        ExecutionRequest command = ExecutionRequest.builder("node").cmd("x").build();
        assertFails(ErrorCode.RUNTIME_SWITCH, () -> fixture.service.execute(order(command, KEY)));

        assertThat(run("x").stdout()).isEqualTo("ran");
        assertThat(fixture.journal.entries())
                .filteredOn(entry -> entry.startsWith("ensure"))
                .containsExactly("ensure python");
    }

    @Test
    void anExecutionThatFailedBindsNoRuntime() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        fixture.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        assertFails(ErrorCode.OUT_OF_DISK, () -> run("x"));

        assertThat(fixture.service.execute(order(node("x"), KEY)).stdout()).isEqualTo("ran");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "WRITE_FILE", "SPAWN"})
    void aFirstExecutionThatFailsLeavesASessionWithoutASandbox(Operation operation) {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        fixture.containers.failNext(operation, ErrorCode.FILE_FAILED);

        assertFails(ErrorCode.FILE_FAILED, () -> run("x"));

        assertThat(fixture.service.sessions()).extracting(SessionInfo::key).containsExactly(KEY);
        assertNoSandbox();
        assertThat(run("x").stdout()).isEqualTo("ran");
    }

    @Test
    void aSandboxWhoseImageCouldNotBeSetUpIsNotKept() {
        fixture.images.setupScript("isol8:python", "image setup");
        CountDownLatch works = new CountDownLatch(1);
        fixture.containers.onSource("image setup", run -> run.exit(works.getCount() == 0 ? 0 : 7));
        fixture.containers.onSource("x", run -> run.stdout("ran"));

        assertFails(ErrorCode.SETUP_FAILED, () -> run("x"));
        assertNoSandbox();

        works.countDown();
        assertThat(run("x").stdout()).isEqualTo("ran");
        assertThat(run("x").stdout()).isEqualTo("ran");
        assertThat(fixture.journal.entries())
                .filteredOn("spawn bash /sandbox/.isol8-setup.sh"::equals)
                .hasSize(2);
    }

    @Test
    void aLaterExecutionThatFailsLeavesTheSandboxToTheOthers() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        ExecutionResult first = run("x");
        fixture.containers.failNext(Operation.WRITE_FILE, ErrorCode.FILE_FAILED);

        assertFails(ErrorCode.FILE_FAILED, () -> run("x"));

        assertThat(run("x").containerId()).isEqualTo(first.containerId());
    }

    @Test
    void aProgramOverItsTimeLeavesTheSandboxToTheOthers() {
        fixture.containers.onSource("hang", run -> run.hang());
        fixture.containers.onSource("x", run -> run.stdout("ran"));
        EngineFixture.Caller caller = fixture.start(order(request("hang"), KEY));
        fixture.awaitRunning(1);
        fixture.clock.advance(Duration.ofSeconds(30));

        ExecutionResult late = caller.result().join();

        assertThat(late.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(run("x").containerId()).isEqualTo(late.containerId());
    }

    @Test
    void anImageIsNotNeededWhereThereIsASandbox() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        run("x");
        fixture.images.failNext(ErrorCode.IMAGE_BUILD_FAILED);

        assertThat(run("x").stdout()).isEqualTo("ran");
    }

    @Test
    void aDeadSandboxIsToldOnceAndThenReplaced() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        ExecutionResult first = run("x");
        fixture.containers.open().get(0).die("killed from outside");

        assertFails(ErrorCode.SANDBOX_LOST, () -> files().list("/sandbox"));
        assertFails(ErrorCode.SANDBOX_LOST, () -> run("x"));
        assertNoSandbox();

        assertThat(run("x").containerId()).isNotEqualTo(first.containerId());
    }

    @Test
    void aSandboxThatDiesUnderAProgramIsReplaced() {
        fixture.containers.onSource("die", run -> run.loseSandbox());
        fixture.containers.onSource("x", run -> run.stdout("ran"));
        run("x");

        assertFails(ErrorCode.SANDBOX_LOST, () -> run("die"));
        assertThat(run("x").stdout()).isEqualTo("ran");
    }

    @Test
    void aSandboxThatCannotBeRemovedDoesNotHideWhyItHadTo() {
        fixture.containers.onAnything(run -> run.loseSandbox());
        fixture.containers.failNext(Operation.CLOSE, ErrorCode.ENGINE_FAILED);

        assertFails(ErrorCode.SANDBOX_LOST, () -> run("x"));
    }

    @Test
    void endingASessionCancelsWhatRunsAndWhatWaits() {
        fixture.containers.onAnything(run -> run.hang());
        EngineFixture.Caller running = fixture.start(order(request("x"), KEY));
        fixture.awaitRunning(1);
        EngineFixture.Caller queued = fixture.start(order(request("x"), KEY)).awaitWaiting();

        assertThat(fixture.service.endSession(KEY)).isTrue();

        assertThat(fixture.containers.open()).isEmpty();
        assertThat(running.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(queued.failure())
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(fixture.service.sessions()).isEmpty();
        assertThat(fixture.service.endSession(KEY)).isFalse();
        assertNoSandbox();
        assertThat(fixture.containers.created()).isEqualTo(1);
    }

    @Test
    void anEndedSessionBeginsAnew() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        ExecutionResult first = run("x");
        fixture.service.endSession(KEY);

        assertThat(fixture.service.execute(order(node("x"), KEY)).containerId()).isNotEqualTo(first.containerId());
    }

    @Test
    void endingASessionWhoseSandboxIsBeingMadeWaitsForItAndRemovesIt() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        fixture.containers.before(Operation.CREATE, () -> {
            making.countDown();
            await().until(() -> made.getCount() == 0);
        });
        EngineFixture.Caller caller = fixture.start(order(request("x"), KEY));
        await().until(() -> making.getCount() == 0);
        Thread ending = new Thread(() -> fixture.service.endSession(KEY));
        ending.start();
        await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
        made.countDown();

        assertThat(caller.failure()).isInstanceOf(Isol8Exception.class);
        await().until(() -> !ending.isAlive());
        assertThat(fixture.containers.open()).isEmpty();
        assertThat(fixture.containers.created()).isEqualTo(1);
    }

    @Test
    void aSandboxThatIsMadeAfterTheSessionWasRemovedIsClosed() {
        Session session = new Session(KEY, Isol8Options.defaults(), 10, fixture.clock);
        session.end();
        session.remove(Duration.ZERO);
        Sandbox late = fixture.containers.create(SandboxSpec.of(
                EngineSettings.defaults().runtimes().get("bash"), SandboxImage.of("x"), session.options()));

        assertFails(ErrorCode.CANCELLED, () -> session.adopt("bash", SandboxImage.of("x"), late));

        assertThat(fixture.containers.open()).isEmpty();
    }

    @Test
    void onlySessionsIdleForLongerArePruned() {
        fixture.containers.onAnything(run -> run.exit(0));
        SessionKey used = new SessionKey("tenant", "used");
        run("x");
        fixture.service.execute(order(request("x"), used));

        fixture.clock.advance(HOUR);
        assertThat(fixture.service.pruneSessions(HOUR)).isZero();
        fixture.service.files(used).list("/sandbox");
        fixture.clock.advance(MOMENT);
        assertThat(fixture.service.pruneSessions(HOUR)).isEqualTo(1);

        assertThat(fixture.service.sessions()).extracting(SessionInfo::key).containsExactly(used);
        assertThat(fixture.containers.open()).hasSize(1);
        assertNoSandboxOf(KEY);
    }

    private void assertNoSandboxOf(SessionKey key) {
        assertFails(ErrorCode.NO_SANDBOX, () -> fixture.service.files(key).list("/sandbox"));
    }

    @Test
    void theEndOfAnExecutionCountsAsUse() {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.await(go).exit(0));
        ExecutionRequest slow = ExecutionRequest.builder("python")
                .code("x")
                .timeout(HOUR.multipliedBy(10))
                .build();
        EngineFixture.Caller caller = fixture.start(order(slow, KEY));
        fixture.awaitRunning(1);
        fixture.clock.advance(HOUR.plus(MOMENT));
        go.countDown();
        caller.result().join();

        assertThat(fixture.service.pruneSessions(HOUR)).isZero();
        assertThat(fixture.service.sessions()).containsExactly(new SessionInfo(KEY, false, fixture.clock.now()));
    }

    @Test
    void aSessionInWhichSomethingRunsOrWaitsIsNotPruned() {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.await(go).exit(0));
        try (EngineFixture narrow = new EngineFixture(1)) {
            narrow.containers.onAnything(run -> run.await(go).exit(0));
            ExecutionRequest slow = ExecutionRequest.builder("python")
                    .code("x")
                    .timeout(HOUR.multipliedBy(10))
                    .build();
            SessionKey queued = new SessionKey("tenant", "queued");
            EngineFixture.Caller running = narrow.start(order(slow, KEY));
            narrow.awaitRunning(1);
            EngineFixture.Caller waiting = narrow.start(order(slow, queued)).awaitWaiting();
            narrow.clock.advance(HOUR.multipliedBy(2));

            assertThat(narrow.service.pruneSessions(HOUR)).isZero();
            assertThat(narrow.service.sessions())
                    .hasSize(2)
                    .allSatisfy(session -> assertThat(session.active()).isTrue());

            go.countDown();
            assertThat(running.result().join().exitCode()).isZero();
            assertThat(waiting.result().join().exitCode()).isZero();
        }
    }

    @Test
    void aSandboxThatCannotBeRemovedDoesNotKeepTheOthersFromBeingPruned() {
        fixture.containers.onAnything(run -> run.exit(0));
        for (String id : List.of("a", "b", "c")) {
            fixture.service.execute(order(request("x"), new SessionKey("tenant", id)));
        }
        fixture.clock.advance(HOUR.plus(MOMENT));
        fixture.containers.failNext(Operation.CLOSE, ErrorCode.ENGINE_FAILED);

        assertThat(fixture.service.pruneSessions(HOUR)).isEqualTo(3);

        assertThat(fixture.containers.open()).hasSize(1);
        assertThat(fixture.service.sessions()).isEmpty();
    }

    @Test
    void theFirstRequestsOptionsShapeTheSandboxAndTheRestIsDecidedRunByRun() {
        Isol8Options first = Isol8Options.builder()
                .memoryLimit("64m")
                .image("foreign")
                .secret("TOKEN", "first-secret")
                .build();
        Isol8Options second = Isol8Options.builder()
                .memoryLimit("128m")
                .secret("TOKEN", "second-secret")
                .maxOutputSize(30)
                .timeout(Duration.ofSeconds(3))
                .build();
        CompletableFuture<Duration> deadline = new CompletableFuture<>();
        fixture.containers.onSource("first", run -> run.exit(0));
        fixture.containers.onSource("second", run -> {
            deadline.complete(run.spec().deadline());
            run.stdout("first-secret " + run.spec().env().get("TOKEN") + "x".repeat(100));
        });
        fixture.service.execute(new ExecutionOrder(request("first"), first, KEY.tenant(), Optional.of(KEY)));

        ExecutionResult result =
                fixture.service.execute(new ExecutionOrder(request("second"), second, KEY.tenant(), Optional.of(KEY)));

        assertThat(fixture.containers.open()).hasSize(1);
        SandboxSpec spec = fixture.containers.open().get(0).spec();
        assertThat(spec.memory()).hasToString("64m");
        assertThat(spec.image()).isEqualTo("foreign");
        assertThat(deadline.join()).isEqualTo(Duration.ofSeconds(3));
        assertThat(result.stdout()).startsWith("first-secret ***xxxxxxxxxxxxxx\n\n--- OUTPUT TRUNCATED");
    }

    @Test
    void theSameIdMeansAnotherSessionToAnotherTenant() {
        fixture.containers.onAnything(run -> run.exit(0));
        SessionKey other = new SessionKey("other", KEY.id());
        run("x");

        assertNoSandboxOf(other);
        assertThat(fixture.service.endSession(other)).isFalse();
        fixture.service.execute(order(node("x"), other));

        assertThat(fixture.containers.open()).hasSize(2);
        assertThat(fixture.service.sessions()).extracting(SessionInfo::key).containsExactlyInAnyOrder(KEY, other);
    }

    @Test
    void anOrderNamesSessionsOfItsOwnTenantOnly() {
        assertThatThrownBy(() -> new ExecutionOrder(request("x"), Isol8Options.defaults(), "other", Optional.of(KEY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreThanMayWaitInASessionAreRefused() {
        EngineSettings settings = EngineSettings.defaults().withMaxQueued(1);
        LocalService service = new LocalService(settings, fixture.parts());
        fixture.containers.onAnything(run -> run.hang());
        ExecutionOrder order = order(request("x"), KEY);
        EngineFixture.Caller running = EngineFixture.start(() -> service.execute(order));
        fixture.awaitRunning(1);
        EngineFixture.Caller waiting =
                EngineFixture.start(() -> service.execute(order)).awaitWaiting();

        assertFails(ErrorCode.BUSY, () -> service.execute(order));

        service.stop();
        assertThat(running.failure()).isNull();
        assertThat(waiting.failure()).isInstanceOf(Isol8Exception.class);
    }

    @Test
    void stopEndsSessions() {
        fixture.containers.onSource("hang", run -> run.hang());
        fixture.containers.onSource("x", run -> run.stdout("ran"));
        SessionKey idle = new SessionKey("tenant", "idle");
        fixture.service.execute(order(request("x"), idle));
        EngineFixture.Caller caller = fixture.start(order(request("hang"), KEY));
        fixture.awaitRunning(1);

        fixture.service.stop();

        assertThat(caller.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(fixture.service.sessions()).isEmpty();
        assertThat(fixture.containers.open()).isEmpty();
        assertFails(ErrorCode.CANCELLED, () -> run("x"));
        assertThat(fixture.service.sessions()).isEmpty();
        fixture.service.start();
        assertThat(run("x").stdout()).isEqualTo("ran");
    }

    @Test
    void aTenantHasNoMoreSessionsThanItMay() {
        fixture.containers.onAnything(run -> run.exit(0));
        run("first");

        assertFails(ErrorCode.BUSY, () -> fixture.service.execute(ofOneSession(new SessionKey("tenant", "another"))));
        fixture.service.execute(ofOneSession(new SessionKey("neighbour", "another")));
        fixture.service.execute(ofOneSession(KEY));
        fixture.service.endSession(KEY);
        fixture.service.execute(ofOneSession(new SessionKey("tenant", "another")));
    }

    private static ExecutionOrder ofOneSession(SessionKey key) {
        return new ExecutionOrder(
                request("x"),
                Isol8Options.defaults(),
                key.tenant(),
                Optional.of(key),
                new TenantShare(1, 1),
                Optional.empty(),
                image -> true);
    }
}
