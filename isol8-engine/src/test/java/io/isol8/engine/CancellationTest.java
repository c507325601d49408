package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ways to give up on a program, and programs that do not want to go. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CancellationTest {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final EngineFixture fixture = new EngineFixture(1);
    private final List<Thread> killers = new CopyOnWriteArrayList<>();

    @BeforeEach
    void rememberWhoKills() {
        fixture.containers.before(Operation.KILL, () -> killers.add(Thread.currentThread()));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static ExecutionRequest withTimeout(Duration timeout) {
        return ExecutionRequest.builder("python").code("x").timeout(timeout).build();
    }

    /** A request whose sandbox is given a file before its program. */
    private static ExecutionRequest withInput(Duration timeout) {
        return ExecutionRequest.builder("python")
                .code("x")
                .file("input", "text")
                .timeout(timeout)
                .build();
    }

    private static Throwable failure(EngineFixture.Caller caller) {
        return caller.result().handle((result, failure) -> failure).join();
    }

    private static void assertCancelled(EngineFixture.Caller caller) {
        assertThat(failure(caller))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    /** Whoever follows what runs has heard of the kill, asked for it again, and waits for the end. */
    private void awaitPatienceOfFollower() {
        await().until(() -> killers.size() == 2 && killers.get(1).getState() == Thread.State.WAITING);
    }

    @Test
    void aSilentSandboxIsDestroyedTwoSecondsAfterTheDeadline() {
        Duration timeout = Duration.ofSeconds(10);
        fixture.containers.onAnything(run -> run.deaf().stdout("so far").hang());
        CountDownLatch heard = new CountDownLatch(1);
        EngineFixture.Caller caller = fixture.start(withTimeout(timeout), event -> heard.countDown());
        await().until(() -> heard.getCount() == 0);
        caller.awaitWaiting();

        fixture.clock.advance(timeout.plus(GRACE).minusMillis(1));
        caller.awaitWaiting();
        assertThat(caller.result()).isNotDone();
        fixture.clock.advance(Duration.ofMillis(1));

        ExecutionResult result = caller.result().join();
        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.durationMs()).isEqualTo(12_000);
        fixture.assertNothingLeaks();
    }

    @Test
    void aSlowSinkStillHearsEverythingAProgramSaidBeforeItsDeadline() {
        fixture.containers.onAnything(
                run -> run.stdout("first").stdout("second").hang());
        List<StreamEvent> events = new CopyOnWriteArrayList<>();
        EngineFixture.Caller caller = fixture.start(withTimeout(Duration.ofSeconds(1)), event -> {
            events.add(event);
            fixture.clock.advance(Duration.ofMinutes(1));
        });

        assertThat(caller.result().join().termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(events).last().isInstanceOf(StreamEvent.Exit.class);
    }

    @Test
    void timeSpentOnTheWayCountsForTheDeadline() {
        CompletableFuture<Duration> deadline = new CompletableFuture<>();
        fixture.containers.before(Operation.WRITE_FILE, () -> fixture.clock.advance(Duration.ofMillis(300)));
        fixture.containers.onAnything(run -> deadline.complete(run.spec().deadline()));

        fixture.engine.execute(withInput(Duration.ofSeconds(1)));

        assertThat(deadline.join()).isEqualTo(Duration.ofMillis(700));
    }

    @Test
    void aDeadlineThatPassedOnTheWayStillIsOne() {
        fixture.containers.before(Operation.WRITE_FILE, () -> fixture.clock.advance(Duration.ofMillis(1500)));
        fixture.containers.onAnything(run -> run.hang());
        EngineFixture.Caller caller = fixture.start(withInput(Duration.ofSeconds(1)));
        fixture.awaitRunning(1);

        fixture.clock.advance(Duration.ofMillis(1));

        assertThat(caller.result().join().termination()).isEqualTo(Termination.TIMEOUT);
    }

    @Test
    void waitingForATurnDoesNotCountForTheDeadline() {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onSource("first", run -> run.await(go).exit(0));
        fixture.containers.onSource("x", run -> run.stdout("in time"));
        EngineFixture.Caller first = fixture.start(request("first"));
        fixture.awaitRunning(1);
        EngineFixture.Caller second = fixture.start(withTimeout(Duration.ofSeconds(1)));
        second.awaitWaiting();

        fixture.clock.advance(Duration.ofSeconds(20));
        go.countDown();

        assertThat(second.result().join().stdout()).isEqualTo("in time");
        assertThat(first.result().join().exitCode()).isZero();
    }

    @Test
    void stopCancelsWhatRunsAndWhatWaits() {
        fixture.containers.onAnything(run -> run.stdout("so far").hang());
        EngineFixture.Caller running = fixture.start(request("x"));
        fixture.awaitRunning(1);
        EngineFixture.Caller queued = fixture.start(request("x"));
        queued.awaitWaiting();

        fixture.engine.stop();

        assertThat(running.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(running.result().join().exitCode()).isEqualTo(137);
        assertCancelled(queued);
        assertThat(fixture.containers.open()).isEmpty();
        assertThat(fixture.containers.created()).isEqualTo(1);
        fixture.engine.start();
        fixture.assertNothingLeaks();
    }

    @Test
    void stopReachesAnExecutionWhoseSandboxIsBeingMade() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        fixture.containers.before(Operation.CREATE, () -> {
            making.countDown();
            await().until(() -> made.getCount() == 0);
        });
        EngineFixture.Caller caller = fixture.start(request("x"));
        await().until(() -> making.getCount() == 0);

        Thread stopping = new Thread(fixture.engine::stop);
        stopping.start();
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        made.countDown();

        assertCancelled(caller);
        await().until(() -> !stopping.isAlive());
        assertThat(fixture.containers.open()).isEmpty();
        assertThat(fixture.journal.entries()).doesNotContain("spawn python3 /sandbox/main.py");
    }

    @Test
    void stopReachesAProgramThatIsBeingStarted() {
        fixture.containers.onAnything(run -> run.hang());
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        fixture.containers.before(Operation.SPAWN, () -> {
            Thread stopping = new Thread(() -> {
                fixture.engine.stop();
                stopped.complete(null);
            });
            stopping.start();
            await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        });

        ExecutionResult result = fixture.engine.execute(ExecutionRequest.builder("python")
                .code("x")
                .trackResources(true)
                .build());

        assertThat(result.termination()).isEqualTo(Termination.CANCELLED);
        assertThat(result.resourceUsage())
                .as("the program's own report of its end")
                .isPresent();
        stopped.join();
        assertThat(fixture.containers.open()).isEmpty();
    }

    @Test
    void stopDoesNotFailWhenASandboxIsDeadAlready() {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.stdout("x").hang());
        EngineFixture.Caller caller = fixture.start(request("x"), event -> await().until(() -> go.getCount() == 0));
        fixture.awaitRunning(1);

        fixture.containers.before(
                Operation.KILL, () -> fixture.containers.open().forEach(sandbox -> sandbox.die("somebody was faster")));
        Thread stopping = new Thread(fixture.engine::stop);
        stopping.start();
        await().until(() -> !stopping.isAlive());
        go.countDown();

        assertThat(caller.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(fixture.containers.open()).isEmpty();
    }

    @Test
    void anInterruptDoesNotKeepStopFromWaiting() {
        CountDownLatch deaf = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.deaf().signalTo(deaf).hang());
        EngineFixture.Caller caller = fixture.start(request("x"));
        await().until(() -> deaf.getCount() == 0);
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread stopping = new Thread(() -> {
            Thread.currentThread().interrupt();
            fixture.engine.stop();
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        stopping.start();

        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        assertThat(fixture.containers.open()).hasSize(1);
        awaitPatienceOfFollower();
        fixture.clock.advance(GRACE);

        assertThat(stillInterrupted.join()).isTrue();
        assertThat(caller.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(fixture.containers.open()).isEmpty();
    }

    @Test
    void aStoppedEngineRefusesUntilItIsStarted() {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.engine.stop();
        fixture.engine.stop();

        assertFails(ErrorCode.CANCELLED, () -> fixture.engine.execute(request("x")));

        fixture.engine.start();
        assertThat(fixture.engine.execute(request("x")).exitCode()).isZero();
    }

    @Test
    void interruptingACallerThatWaitsForItsTurnLetsItGo() {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.await(go).exit(0));
        fixture.start(request("x"));
        fixture.awaitRunning(1);
        EngineFixture.Caller queued = fixture.start(request("x"));
        queued.awaitWaiting();

        queued.thread().interrupt();

        assertCancelled(queued);
        go.countDown();
        fixture.assertNothingLeaks();
    }

    @Test
    void anInterruptedCallerDoesNotWaitForADeafSandboxForLong() {
        CountDownLatch heard = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.deaf().stdout("x").hang());
        EngineFixture.Caller caller = fixture.start(request("x"), event -> heard.countDown());
        await().until(() -> heard.getCount() == 0);
        caller.awaitWaiting();

        caller.thread().interrupt();
        awaitPatienceOfFollower();
        fixture.clock.advance(GRACE);

        assertThat(caller.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(caller.result().join().durationMs()).isEqualTo(GRACE.toMillis());
        fixture.assertNothingLeaks();
    }

    @Test
    void anInterruptBeforehandKeepsTheProgramFromRunning() throws InterruptedException {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            Thread.currentThread().interrupt();
            assertFails(ErrorCode.CANCELLED, () -> fixture.engine.execute(request("x")));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        caller.join();

        assertThat(interrupted).isCompletedWithValue(true);
        assertThat(fixture.journal.entries()).isEmpty();
        fixture.assertNothingLeaks();
    }

    @Test
    void stopInterruptsTheBuildingOfAnImage() throws Exception {
        CountDownLatch building = new CountDownLatch(1);
        CompletableFuture<Boolean> interruptedAfterwards = new CompletableFuture<>();
        CompletableFuture<ErrorCode> failure = new CompletableFuture<>();
        fixture.images.before(() -> {
            building.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new Isol8Exception(ErrorCode.CANCELLED, "The build was interrupted.", e);
            }
        });
        Thread caller = new Thread(() -> {
            try {
                fixture.engine.execute(request("x"));
            } catch (Isol8Exception e) {
                interruptedAfterwards.complete(Thread.currentThread().isInterrupted());
                failure.complete(e.code());
            }
        });
        caller.start();
        building.await();

        fixture.engine.stop();

        assertThat(failure.get(60, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CANCELLED);
        assertThat(interruptedAfterwards.join()).isFalse();
        assertThat(fixture.containers.created()).isZero();
    }
}
