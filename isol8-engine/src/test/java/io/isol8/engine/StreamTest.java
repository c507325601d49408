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
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.SessionKey;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.RunningExecution;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executions that are told event by event, to takers that are slow, gone or impatient. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PIECE = 16 * 1024;

    /** What the queue and the sandbox hold together, and a piece in somebody's hands here and there. */
    private static final long MOST_HELD = (64 + 256 + 4 * 16) * 1024;

    private static final SessionKey KEY = new SessionKey("t", "s");

    private final EngineFixture fixture = new EngineFixture(1);
    private final AtomicLong written = new AtomicLong();

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private RunningExecution stream(String code) {
        return fixture.engine.executeStream(request(code));
    }

    private static List<StreamEvent> all(RunningExecution running) throws InterruptedException {
        List<StreamEvent> events = new ArrayList<>();
        for (Optional<StreamEvent> event = running.next(); event.isPresent(); event = running.next()) {
            events.add(event.get());
        }
        return events;
    }

    private static StreamEvent out(String text) {
        return new StreamEvent.Output(OutputChannel.STDOUT, text, Phase.CODE);
    }

    /** A program that writes so many pieces, or until it is killed. */
    private void writesPieces(int pieces) {
        fixture.containers.onSource("write", run -> {
            for (int i = 0; i < pieces; i++) {
                run.stdout("x".repeat(PIECE));
                written.addAndGet(PIECE);
            }
        });
    }

    private void awaitStalled() {
        await().until(() -> fixture.containers.open().stream().anyMatch(InMemorySandbox::stalled));
    }

    private static ExecutionRequest withTimeout(Duration timeout) {
        return ExecutionRequest.builder("python").code("write").timeout(timeout).build();
    }

    @Test
    void eventsComeInOrderAndTheExitIsTheLast() throws InterruptedException {
        fixture.containers.onSource(
                "x", run -> run.stdout("a").stderr("b").stdout("c").exit(3));
        try (RunningExecution running = stream("x")) {
            List<StreamEvent> events = all(running);

            ExecutionResult result = running.result();
            assertThat(events)
                    .containsExactly(
                            out("a"),
                            new StreamEvent.Output(OutputChannel.STDERR, "b", Phase.CODE),
                            out("c"),
                            new StreamEvent.Exit(result, Phase.CODE));
            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.stdout()).isEmpty();
            assertThat(running.next()).isEmpty();
            assertThat(running.poll(PATIENCE)).isEmpty();
        }
        fixture.assertNothingLeaks();
    }

    @Test
    void itIsOverOnceTheLastEventWasTakenOrItFailed() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.stdout("a"));
        try (RunningExecution running = stream("x")) {
            running.next();
            assertThat(running.isOver()).isFalse();
            running.next();
            await().until(running::isOver);
        }
        try (RunningExecution running = fixture.engine.executeStream(
                ExecutionRequest.builder("cobol").code("x").build())) {
            assertThat(running.isOver()).isTrue();
        }
    }

    @Test
    void whatIsCollectedCanBeCancelled() {
        List<Runnable> grips = new ArrayList<>();
        fixture.containers.onSource("x", run -> {
            run.stdout("so far");
            new Thread(grips.get(0)).start();
            run.hang();
        });

        ExecutionResult result = fixture.service.execute(order(request("x"), KEY), grips::add);

        assertThat(result.termination()).isEqualTo(Termination.CANCELLED);
        assertThat(result.stdout()).isEqualTo("so far");
    }

    @Test
    void whatIsCancelledBeforeItRunsDoesNotRun() {
        assertThatThrownBy(() -> fixture.service.execute(order(request("x"), KEY), Runnable::run))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(fixture.containers.created()).isZero();
    }

    @Test
    void cancellingWhatIsOverChangesNothing() {
        List<Runnable> grips = new ArrayList<>();
        fixture.containers.onSource("x", run -> run.stdout("a"));
        assertThat(fixture.service.execute(order(request("x"), KEY), grips::add).stdout())
                .isEqualTo("a");

        grips.get(0).run();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(fixture.service.execute(order(request("x"), KEY)).stdout()).isEqualTo("a");
    }

    @Test
    void pollGivesUpWhileNothingHappens() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onSource("x", run -> run.await(go).stdout("late"));
        try (RunningExecution running = stream("x")) {
            assertThat(running.poll(Duration.ofMillis(1))).isEmpty();
            assertThat(running.poll(Duration.ZERO)).isEmpty();
            go.countDown();
            assertThat(running.poll(PATIENCE)).contains(out("late"));
        }
    }

    @Test
    void theResultDropsTheEventsThatNobodyTook() throws InterruptedException {
        writesPieces(100);
        try (RunningExecution running = stream("write")) {
            assertThat(running.next()).isPresent();

            assertThat(running.result().exitCode()).isZero();

            assertThat(written).hasValue(100L * PIECE);
            assertThat(running.next()).isEmpty();
        }
    }

    @Test
    void aProgramWhoseEventsNobodyTakesStallsAndGoesOnWhenSomebodyDoes() throws InterruptedException {
        writesPieces(64);
        try (RunningExecution running = stream("write")) {
            awaitStalled();
            assertThat(written.get()).isLessThanOrEqualTo(MOST_HELD);

            List<StreamEvent> events = all(running);

            long taken = events.stream()
                    .mapToLong(event -> event instanceof StreamEvent.Output output
                            ? output.text().length()
                            : 0)
                    .sum();
            assertThat(taken).isEqualTo(64L * PIECE);
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void theDeadlineFreesEverythingThoughNobodyTakesEvents() throws InterruptedException {
        writesPieces(Integer.MAX_VALUE);
        try (RunningExecution running = fixture.engine.executeStream(withTimeout(Duration.ofSeconds(1)))) {
            awaitStalled();
            fixture.clock.advance(Duration.ofSeconds(1));

            fixture.assertNothingLeaks();

            List<StreamEvent> events = all(running);
            assertThat(events.get(events.size() - 2))
                    .isEqualTo(new StreamEvent.Failure("EXECUTION TIMED OUT", Phase.CODE));
            assertThat(running.result().termination()).isEqualTo(Termination.TIMEOUT);
            assertThat(events).hasSizeLessThanOrEqualTo((int) (MOST_HELD / PIECE) + 2);
        }
    }

    @Test
    void cancelFreesEverythingThoughNobodyTakesEvents() throws InterruptedException {
        writesPieces(Integer.MAX_VALUE);
        try (RunningExecution running = stream("write")) {
            awaitStalled();

            running.cancel();

            fixture.assertNothingLeaks();
            List<StreamEvent> events = all(running);
            assertThat(events)
                    .last()
                    .isInstanceOfSatisfying(
                            StreamEvent.Exit.class,
                            exit -> assertThat(exit.result().termination()).isEqualTo(Termination.CANCELLED));
            assertThat(events).hasSizeLessThanOrEqualTo((int) (MOST_HELD / PIECE) + 1);
        }
    }

    @Test
    void stopDoesNotWaitForSomebodyToTakeEvents() throws InterruptedException {
        writesPieces(Integer.MAX_VALUE);
        try (RunningExecution running = stream("write")) {
            awaitStalled();

            fixture.engine.stop();

            assertThat(fixture.containers.open()).isEmpty();
            fixture.engine.start();
            fixture.assertNothingLeaks();
            assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
        }
    }

    @Test
    void endingASessionDoesNotWaitForSomebodyToTakeEvents() throws InterruptedException {
        writesPieces(Integer.MAX_VALUE);
        try (RunningExecution running = fixture.service.executeStream(order(request("write"), KEY))) {
            awaitStalled();

            fixture.service.endSession(KEY);

            fixture.assertNothingLeaks();
            assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
        }
    }

    @Test
    void closeCancelsAndWaits() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.stdout("x").hang());
        RunningExecution running = stream("x");
        fixture.awaitRunning(1);

        running.close();

        assertThat(fixture.containers.running()).isZero();
        fixture.assertNothingLeaks();
        running.close();
        assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
    }

    @Test
    void closeAfterTheEndDoesNothing() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.exit(0));
        RunningExecution running = stream("x");
        ExecutionResult result = running.result();

        running.close();
        running.cancel();

        assertThat(running.result()).isEqualTo(result);
        assertThat(result.termination()).isEqualTo(Termination.EXITED);
    }

    @Test
    void cancelKeepsWhatWaitsFromStarting() {
        fixture.containers.onSource("hang", run -> run.hang());
        RunningExecution first = stream("hang");
        fixture.awaitRunning(1);
        try (RunningExecution second = stream("x")) {
            second.cancel();

            assertFails(ErrorCode.CANCELLED, second::next);
            assertFails(ErrorCode.CANCELLED, second::result);
            assertFails(ErrorCode.CANCELLED, () -> second.poll(PATIENCE));
        }
        first.close();
        assertThat(fixture.containers.created()).isEqualTo(1);
        fixture.assertNothingLeaks();
    }

    @Test
    void whatKeepsAProgramFromRunningIsToldToWhoeverAsks() {
        try (RunningExecution running = fixture.engine.executeStream(
                ExecutionRequest.builder("cobol").code("x").build())) {
            assertFails(ErrorCode.INVALID_REQUEST, running::next);
            assertFails(ErrorCode.INVALID_REQUEST, () -> running.poll(PATIENCE));
            assertFails(ErrorCode.INVALID_REQUEST, running::result);
        }
        fixture.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        try (RunningExecution running = stream("x")) {
            assertFails(ErrorCode.OUT_OF_DISK, running::result);
        }
        fixture.assertNothingLeaks();
    }

    @Test
    void eventsBeforeALossAreToldBeforeTheLoss() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.stdout("last words").loseSandbox());
        try (RunningExecution running = stream("x")) {
            assertThat(running.next()).contains(out("last words"));
            assertFails(ErrorCode.SANDBOX_LOST, running::next);
            assertFails(ErrorCode.SANDBOX_LOST, running::next);
        }
        fixture.assertNothingLeaks();
    }

    @Test
    void aDefectOfTheEngineIsToldAsSuchAndLeaksNothing() {
        fixture.containers.onSource("x", run -> run.exit(0));
        fixture.containers.before(Operation.SPAWN, () -> {
            throw new IllegalArgumentException("a defect");
        });
        try (RunningExecution running = stream("x")) {
            assertThatThrownBy(running::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("a defect");
        }
        fixture.containers.before(Operation.SPAWN, () -> {});
        fixture.assertNothingLeaks();
    }

    @Test
    void anInterruptOfTheTakerLeavesTheExecutionAlone() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onSource("x", run -> run.await(go).stdout("unharmed"));
        try (RunningExecution running = stream("x")) {
            fixture.awaitRunning(1);
            Thread.currentThread().interrupt();
            assertThatThrownBy(running::next).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(running::result).isInstanceOf(InterruptedException.class);
            go.countDown();
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void interruptingWhoeverPushesEventsCancelsAndTellsTheEnd() {
        fixture.containers.onSource("x", run -> run.stdout("x").hang());
        CountDownLatch heard = new CountDownLatch(1);
        List<StreamEvent> events = new ArrayList<>();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        CompletableFuture<ExecutionResult> result = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            result.complete(fixture.engine.execute(request("x"), event -> {
                events.add(event);
                heard.countDown();
            }));
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await().until(() -> heard.getCount() == 0);

        caller.interrupt();

        assertThat(result.join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(stillInterrupted.join()).isTrue();
        assertThat(events).containsExactly(out("x"), new StreamEvent.Exit(result.join(), Phase.CODE));
        fixture.assertNothingLeaks();
    }

    @Test
    void whatIsSentBeforeOrAfterAProgramRunsIsNoError() throws InterruptedException {
        fixture.containers.onSource("hang", run -> run.stdout("up").hang());
        fixture.containers.onSource("x", run -> run.stdout("ran"));
        RunningExecution first = stream("hang");
        assertThat(first.next()).contains(out("up"));
        try (RunningExecution second = stream("x")) {
            second.signal(Signal.SIGTERM);
            first.signal(Signal.SIGINT);

            assertThat(second.next()).contains(out("ran"));
            assertThat(second.result().exitCode()).isZero();
            second.signal(Signal.SIGKILL);
        }
        assertThat(first.result().exitCode()).isEqualTo(130);
        assertThat(first.result().termination()).isEqualTo(Termination.SIGNALED);
    }

    @Test
    void streamsOfOneSessionRunInTheOrderInWhichTheyWereAskedFor() throws InterruptedException {
        List<Integer> ran = new ArrayList<>();
        List<RunningExecution> streams = new ArrayList<>();
        List<Integer> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int number = i;
            asked.add(number);
            fixture.containers.onSource("number " + i, run -> ran.add(number));
        }
        for (int number : asked) {
            streams.add(fixture.service.executeStream(order(request("number " + number), KEY)));
        }
        for (RunningExecution running : streams) {
            assertThat(running.result().exitCode()).isZero();
        }

        assertThat(ran).isEqualTo(asked);
    }

    @Test
    void aFailureIsACopySoThatItsTraceIsThatOfWhoeverAsked() {
        fixture.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        try (RunningExecution running = stream("x")) {
            assertThatThrownBy(running::next)
                    .isInstanceOf(Isol8Exception.class)
                    .satisfies(failure -> assertThat(failure.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().equals(StreamTest.class.getName())));
        }
    }
}
