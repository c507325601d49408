package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineSettings;
import io.isol8.ports.RunningExecution;
import io.isol8.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Standard input and signals, to a program on a server. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InteractiveTest {

    private static final int MORE_THAN_SOCKETS_HOLD = 48 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LiveServer server = new LiveServer(
            new TestClock(),
            EngineSettings.defaults().withPooling(PoolPolicy.FRESH).withMaxConcurrent(1),
            Duration.ofSeconds(5));
    private final RemoteIsol8 isol8 = server.client().build();

    @AfterEach
    void close() {
        isol8.close();
        server.close();
    }

    private static ExecutionRequest interactive(String code) {
        return ExecutionRequest.builder("bash").code(code).interactive(true).build();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Optional<StreamEvent> event) {
        return ((StreamEvent.Output) event.orElseThrow()).text();
    }

    private void echoes() {
        server.containers.onSource("echo", run -> {
            for (Optional<byte[]> piece = run.readStdin(); piece.isPresent(); piece = run.readStdin()) {
                run.stdout(piece.get());
            }
        });
    }

    @Test
    void aProgramAnswersWhatItIsToldWhileItRuns() throws InterruptedException {
        echoes();

        try (RunningExecution running = isol8.executeStream(interactive("echo"))) {
            running.writeStdin(utf8("one\n"));
            assertThat(text(running.next())).isEqualTo("one\n");
            running.writeStdin(utf8("two\n"));
            assertThat(text(running.next())).isEqualTo("two\n");
            running.endStdin();
            running.endStdin();

            assertThat(running.next()).containsInstanceOf(StreamEvent.Exit.class);
            assertThat(running.isOver()).isTrue();
            assertThat(running.next()).isEmpty();
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void aCharacterThatIsSplitBetweenTwoPiecesArrivesWhole() throws InterruptedException {
        server.containers.onSource("cat", run -> run.stdout(run.stdin()));

        try (RunningExecution running = isol8.executeStream(interactive("cat"))) {
            byte[] euro = utf8("€");
            running.writeStdin(new byte[] {euro[0]});
            running.writeStdin(new byte[] {euro[1]});
            running.writeStdin(new byte[] {euro[2], euro[0]});
            running.endStdin();

            assertThat(text(running.next())).isEqualTo("€\uFFFD");
        }
    }

    @Test
    void whatIsWrittenBeforeTheProgramStartsIsNotLost() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        AtomicLong arrived = new AtomicLong();
        server.containers.onSource("first", run -> run.await(free));
        server.containers.onSource("count", run -> arrived.set(run.stdin().length));
        RunningExecution first = isol8.executeStream(
                ExecutionRequest.builder("bash").code("first").build());
        await().atMost(PATIENCE).until(() -> server.containers.running() == 1);

        try (first;
                RunningExecution second = isol8.executeStream(interactive("count"))) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                writeUninterrupted(second, MORE_THAN_SOCKETS_HOLD);
                second.endStdin();
            });
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !written.isDone());
            free.countDown();

            assertThat(second.result().exitCode()).isZero();
            written.join();
        }

        assertThat(arrived).hasValue(MORE_THAN_SOCKETS_HOLD);
    }

    private static void writeUninterrupted(RunningExecution running, int count) {
        try {
            running.writeStdin(new byte[count]);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aProgramThatReadsNothingIsKilledAllTheSame() throws InterruptedException {
        server.containers.onSource("deaf", run -> run.stdout("ready\n").hang());

        RunningExecution running = isol8.executeStream(interactive("deaf"));
        running.next();
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> writeUninterrupted(running, 32 << 20));
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !written.isDone());
        running.close();

        written.join();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(server.containers.open()).isEmpty());
    }

    @Test
    void aSignalReachesTheProgram() throws InterruptedException {
        server.containers.onSource("wait", run -> run.stdout("ready\n").hang());

        try (RunningExecution running = isol8.executeStream(
                ExecutionRequest.builder("bash").code("wait").build())) {
            assertThat(text(running.next())).isEqualTo("ready\n");
            running.signal(Signal.SIGTERM);

            assertThat(running.result().exitCode()).isEqualTo(143);
            running.signal(Signal.SIGTERM);
        }
    }

    @Test
    void standardInputIsOnlyForRequestsThatAreInteractive() {
        echoes();

        try (RunningExecution running = isol8.executeStream(
                ExecutionRequest.builder("bash").code("echo").build())) {
            assertFails(ErrorCode.INVALID_REQUEST, () -> running.writeStdin(utf8("x")))
                    .hasMessageContaining("ExecutionRequest.interactive");
            assertFails(ErrorCode.INVALID_REQUEST, running::endStdin);
        }
    }

    @Test
    void withoutWebSocketsThereIsNoInteraction() throws InterruptedException {
        echoes();
        server.containers.onSource("wait", run -> run.stdout("ready\n").hang());
        try (RemoteIsol8 hindered =
                server.client().okHttp(LiveServer.withoutSockets()).build()) {
            try (RunningExecution running = hindered.executeStream(interactive("echo"))) {
                assertFails(ErrorCode.INVALID_REQUEST, running::next)
                        .hasMessage("Stream failed: an interactive execution needs a WebSocket, and there is none:"
                                + " Stream failed: Not Found.");
                assertThat(running.isOver()).isTrue();
            }
            try (RunningExecution running = hindered.executeStream(
                    ExecutionRequest.builder("bash").code("wait").build())) {
                running.next();
                assertFails(ErrorCode.INVALID_REQUEST, () -> running.signal(Signal.SIGINT))
                        .hasMessageContaining("accepts no WebSockets");
            }
            try (RunningExecution running = hindered.executeStream(interactive("echo"))) {
                assertFails(ErrorCode.INVALID_REQUEST, running::result).hasMessageContaining("refused one before");
            }
        }
    }
}
