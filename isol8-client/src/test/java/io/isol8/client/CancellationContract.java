package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineSettings;
import io.isol8.ports.RunningExecution;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How executions on a server are given up, and held back, whichever way their events take. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class CancellationContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PIECES = 4000;
    private static final int PIECE = 8 * 1024;
    private static final OptionOverrides UNCAPPED =
            OptionOverrides.builder().maxOutputSize(Integer.MAX_VALUE).build();

    final LiveServer server = new LiveServer(
            new TestClock(),
            EngineSettings.defaults().withPooling(PoolPolicy.FRESH).withMaxConcurrent(1),
            Duration.ofSeconds(1));
    private final AtomicInteger written = new AtomicInteger();
    private final RemoteIsol8 isol8 = client().build();

    abstract RemoteIsol8.Builder client();

    @BeforeEach
    void programs() {
        server.containers.onSource("wait", run -> run.stdout("ready\n").hang());
        server.containers.onSource("hello", run -> run.stdout("hello\n"));
        server.containers.onSource("flood", run -> {
            for (int i = 0; i < PIECES; i++) {
                run.stdout(incompressible());
                written.incrementAndGet();
            }
        });
    }

    private static byte[] incompressible() {
        byte[] piece = new byte[PIECE];
        for (int i = 0; i < PIECE; i++) {
            piece[i] = (byte) ThreadLocalRandom.current().nextInt(' ', 127);
        }
        return piece;
    }

    @AfterEach
    void close() {
        isol8.close();
        server.close();
    }

    static ExecutionRequest program(String code) {
        return ExecutionRequest.builder("bash").code(code).build();
    }

    private void awaitNothingLeft() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.containers.open()).isEmpty());
        assertThat(isol8.execute(program("hello")).stdout()).isEqualTo("hello");
    }

    @Test
    void cancelKillsTheProgramAndTellsTheEnd() throws InterruptedException {
        RunningExecution running = isol8.executeStream(program("wait"));
        running.next();

        running.cancel();
        running.cancel();

        assertThat(running.next())
                .hasValueSatisfying(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                StreamEvent.Exit.class,
                                exit -> assertThat(exit.result().termination()).isEqualTo(Termination.CANCELLED)));
        assertThat(running.isOver()).isTrue();
        assertThat(running.next()).isEmpty();
        assertThat(running.result().exitCode()).isEqualTo(137);
        running.close();
        running.close();
        awaitNothingLeft();
    }

    @Test
    void cancelKeepsWhatWaitsFromStarting() throws InterruptedException {
        try (RunningExecution first = isol8.executeStream(program("wait"));
                RemoteIsol8 other = client().sessionId("s").build()) {
            first.next();
            RunningExecution second = other.executeStream(program("hello"));
            await().atMost(PATIENCE).until(this::isSessionActive);

            second.cancel();

            assertFails(ErrorCode.CANCELLED, second::next);
            assertFails(ErrorCode.CANCELLED, second::result);
            assertFails(ErrorCode.CANCELLED, () -> second.poll(PATIENCE));
            second.close();
            await().atMost(PATIENCE).until(() -> !isSessionActive());
        }
        awaitNothingLeft();
        assertThat(server.containers.created()).isEqualTo(2);
    }

    private boolean isSessionActive() {
        return server.service.sessions().stream().anyMatch(session -> session.active());
    }

    @Test
    void closeAfterTheEndChangesNothing() throws InterruptedException {
        RunningExecution running = isol8.executeStream(program("hello"));
        assertThat(running.result().exitCode()).isZero();

        running.close();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.containers.open()).isEmpty());
        assertThat(running.result().termination()).isEqualTo(Termination.EXITED);
    }

    @Test
    void pollGivesUpWhileNothingHappens() throws InterruptedException {
        try (RunningExecution running = isol8.executeStream(program("wait"))) {
            running.next();

            assertThat(running.poll(Duration.ofMillis(20))).isEmpty();
            assertThat(running.isOver()).isFalse();
        }
    }

    /** The program gets no further, though it has more to say; a slow network would let it. */
    private void awaitStalled() {
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> {
            int now = written.get();
            return before.getAndSet(now) == now && now > 0;
        });
        assertThat(written.get()).isBetween(1, PIECES - 1);
    }

    @Test
    void aProgramWhoseEventsNobodyTakesStallsAndGoesOnWhenSomebodyDoes() throws InterruptedException {
        try (RemoteIsol8 uncapped = client().options(UNCAPPED).build();
                RunningExecution running = uncapped.executeStream(program("flood"))) {
            awaitStalled();

            long characters = 0;
            for (Optional<StreamEvent> event = running.next(); event.isPresent(); event = running.next()) {
                characters += event.get() instanceof StreamEvent.Output output
                        ? output.text().length()
                        : 0;
            }

            assertThat(characters).isEqualTo((long) PIECES * PIECE);
        }
    }

    @Test
    void aStalledProgramCanBeGivenUp() {
        try (RemoteIsol8 uncapped = client().options(UNCAPPED).build()) {
            RunningExecution running = uncapped.executeStream(program("flood"));
            awaitStalled();

            running.close();

            awaitNothingLeft();
        }
    }

    @Test
    void interruptingTheCallerOfABufferedExecutionKillsTheProgram() {
        CompletableFuture<Isol8Exception> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                isol8.execute(program("wait"));
            } catch (Isol8Exception e) {
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
                failure.complete(e);
            }
        });
        caller.start();
        await().atMost(PATIENCE).until(() -> server.containers.running() == 1);

        caller.interrupt();

        assertThat(failure.join().code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(stillInterrupted.join()).isTrue();
        awaitNothingLeft();
    }

    @Test
    void stopCancelsAlsoWhatIsBufferedAndUntilTheNextStartNothingRuns() {
        CompletableFuture<ExecutionResult> buffered =
                CompletableFuture.supplyAsync(() -> isol8.execute(program("wait")));
        await().atMost(PATIENCE).until(() -> server.containers.running() == 1);

        isol8.stop();
        isol8.stop();

        assertFails(ErrorCode.CANCELLED, () -> unwrapped(buffered));
        assertFails(ErrorCode.CANCELLED, () -> isol8.execute(program("hello")));
        assertFails(
                ErrorCode.CANCELLED, () -> isol8.executeStream(program("hello")).next());
        isol8.start();
        awaitNothingLeft();
    }

    private static void unwrapped(CompletableFuture<?> result) {
        try {
            result.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    @Test
    void aClosedClientDoesNothingAnyMore() {
        isol8.close();
        isol8.close();

        assertFails(ErrorCode.CANCELLED, () -> isol8.execute(program("hello")));
        assertFails(
                ErrorCode.CANCELLED, () -> isol8.executeStream(program("hello")).next());
        assertFails(ErrorCode.CANCELLED, isol8::start);
        assertFails(ErrorCode.CANCELLED, isol8::listSessions);
    }

    @Test
    void aRefusalKeepsItsCode() {
        ExecutionRequest request = ExecutionRequest.builder("cobol").code("x").build();

        assertFails(
                        ErrorCode.INVALID_REQUEST,
                        () -> isol8.executeStream(request).next())
                .hasMessage("Stream failed: Unknown runtime: \"cobol\". Available: python, node, bun, deno, bash");
        assertFails(ErrorCode.INVALID_REQUEST, () -> isol8.execute(request))
                .hasMessage("Execution failed: Unknown runtime: \"cobol\". Available: python, node, bun, deno, bash");
    }
}
