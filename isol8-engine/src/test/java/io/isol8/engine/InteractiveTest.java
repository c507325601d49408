package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.RunningExecution;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Standard input and signals while a program runs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InteractiveTest {

    private final EngineFixture fixture = new EngineFixture(1);

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private static ExecutionRequest.Builder interactive(String code) {
        return ExecutionRequest.builder("python").code(code).interactive(true);
    }

    private RunningExecution stream(String code) {
        return fixture.engine.executeStream(interactive(code).build());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<StreamEvent> out(String text) {
        return Optional.of(new StreamEvent.Output(OutputChannel.STDOUT, text, Phase.CODE));
    }

    /** Answers every piece of its input. */
    private void echoes(String code) {
        fixture.containers.onSource(code, run -> {
            for (Optional<byte[]> piece = run.readStdin(); piece.isPresent(); piece = run.readStdin()) {
                run.stdout("<" + new String(piece.get(), StandardCharsets.UTF_8) + ">");
            }
        });
    }

    @Test
    void whatIsWrittenIsReadAtOnceAfterWhatTheRequestHolds() throws InterruptedException {
        echoes("echo");
        try (RunningExecution running =
                fixture.engine.executeStream(interactive("echo").stdin("first").build())) {
            assertThat(running.next()).isEqualTo(out("<first>"));
            running.writeStdin(bytes("a"));
            assertThat(running.next()).isEqualTo(out("<a>"));
            running.writeStdin(bytes("b"));
            assertThat(running.next()).isEqualTo(out("<b>"));
            running.endStdin();
            running.endStdin();
            assertThat(running.next()).containsInstanceOf(StreamEvent.Exit.class);
        }
    }

    @Test
    void whoeverWritesBeforeTheProgramStartsWaitsForIt() throws InterruptedException {
        fixture.containers.onSource("hang", run -> run.hang());
        echoes("echo");
        RunningExecution first = stream("hang");
        fixture.awaitRunning(1);
        try (RunningExecution second = stream("echo")) {
            CompletableFuture<Void> wrote = new CompletableFuture<>();
            Thread writer = new Thread(() -> {
                try {
                    second.writeStdin(bytes("early"));
                    second.endStdin();
                    wrote.complete(null);
                } catch (InterruptedException e) {
                    wrote.completeExceptionally(e);
                }
            });
            writer.start();
            await().until(() -> writer.getState() == Thread.State.WAITING);
            first.close();

            assertThat(second.next()).isEqualTo(out("<early>"));
            wrote.join();
            assertThat(second.result().exitCode()).isZero();
        }
    }

    @Test
    void anEndBeforeTheStartIsSeenByTheProgramAndNotByItsSetup() throws InterruptedException {
        fixture.containers.onSource("setup", run -> run.stdout("set up"));
        fixture.containers.onSource("hang", run -> run.hang());
        echoes("echo");
        RunningExecution first = stream("hang");
        fixture.awaitRunning(1);
        try (RunningExecution second = fixture.engine.executeStream(
                interactive("echo").stdin("text").setupScript("setup").build())) {
            second.endStdin();
            first.close();

            assertThat(second.next()).contains(new StreamEvent.Output(OutputChannel.STDOUT, "set up", Phase.SETUP));
            assertThat(second.next()).containsInstanceOf(StreamEvent.Exit.class);
            assertThat(second.next()).isEqualTo(out("<text>"));
            assertThat(second.result().exitCode()).isZero();
        }
    }

    @Test
    void whatIsWrittenAfterTheEndIsDropped() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.exit(0));
        try (RunningExecution running = stream("x")) {
            running.result();

            running.writeStdin(new byte[1 << 20]);
            running.endStdin();
            running.signal(Signal.SIGTERM);
        }
    }

    @Test
    void whoeverWritesToAProgramThatNeverStartsIsLetGo() {
        fixture.containers.onSource("hang", run -> run.hang());
        RunningExecution first = stream("hang");
        fixture.awaitRunning(1);
        try (RunningExecution second = stream("x")) {
            CompletableFuture<Void> wrote = new CompletableFuture<>();
            Thread writer = new Thread(() -> {
                try {
                    second.writeStdin(bytes("for nobody"));
                    wrote.complete(null);
                } catch (InterruptedException e) {
                    wrote.completeExceptionally(e);
                }
            });
            writer.start();
            await().until(() -> writer.getState() == Thread.State.WAITING);

            second.cancel();

            wrote.join();
            assertFails(ErrorCode.CANCELLED, second::result);
        }
        first.close();
    }

    @Test
    void aProgramThatDoesNotReadHoldsTheWriterBackUntilItEnds() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onSource("x", run -> run.stdout("up").await(go));
        try (RunningExecution running = stream("x")) {
            assertThat(running.next()).isEqualTo(out("up"));
            CompletableFuture<Void> wrote = new CompletableFuture<>();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        running.writeStdin(new byte[16 * 1024]);
                    }
                    wrote.complete(null);
                } catch (InterruptedException e) {
                    wrote.completeExceptionally(e);
                }
            });
            writer.start();
            await().until(() -> writer.getState() == Thread.State.WAITING);
            assertThat(wrote).isNotDone();

            go.countDown();

            wrote.join();
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void anInterruptedWriterLeavesTheProgramAlone() throws InterruptedException {
        echoes("echo");
        try (RunningExecution running = stream("echo")) {
            fixture.awaitRunning(1);
            running.writeStdin(bytes("a"));
            Thread.currentThread().interrupt();
            try {
                running.writeStdin(new byte[0]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Thread.interrupted();
            assertThat(running.next()).isEqualTo(out("<a>"));
            running.endStdin();
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void onlyInteractiveRequestsTakeInput() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.stdout(run.spec().interactive() + " " + run.stdin().length));
        try (RunningExecution running = fixture.engine.executeStream(request("x"))) {
            assertFails(ErrorCode.INVALID_REQUEST, () -> running.writeStdin(new byte[1]));
            assertThatThrownBy(running::endStdin)
                    .hasMessage(
                            "The standard input of this execution is closed: ExecutionRequest.interactive is not set.");
            assertThat(running.next()).isEqualTo(out("false 0"));
            assertThat(running.result().exitCode()).isZero();
        }
    }

    @Test
    void whereNobodyCanWriteAnInteractiveProgramSeesTheEndOfItsInput() {
        echoes("echo");
        ExecutionRequest request = interactive("echo").stdin("all").build();

        ExecutionResult buffered = fixture.engine.execute(request);
        List<StreamEvent> events = new ArrayList<>();
        ExecutionResult pushed = fixture.engine.execute(request, events::add);

        assertThat(buffered.stdout()).isEqualTo("<all>");
        assertThat(buffered.termination()).isEqualTo(Termination.EXITED);
        assertThat(events).first().isEqualTo(out("<all>").orElseThrow());
        assertThat(pushed.termination()).isEqualTo(Termination.EXITED);
    }

    @Test
    void aSignalReachesTheProgramAndNotItsSetup() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onSource("setup", run -> run.stdout("set up").await(go));
        fixture.containers.onSource("x", run -> run.stdout("up").hang());
        try (RunningExecution running = fixture.engine.executeStream(
                interactive("x").setupScript("setup").build())) {
            running.next();
            running.signal(Signal.SIGKILL);
            go.countDown();
            assertThat(running.next()).containsInstanceOf(StreamEvent.Exit.class);
            assertThat(running.next()).isEqualTo(out("up"));

            running.signal(Signal.SIGTERM);

            assertThat(running.result().exitCode()).isEqualTo(143);
            assertThat(running.result().termination()).isEqualTo(Termination.SIGNALED);
        }
        fixture.assertNothingLeaks();
    }

    @Test
    void inputAndSignalsForASandboxThatIsGoneAreDropped() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.stdout("up").hang());
        CountDownLatch dead = new CountDownLatch(1);
        RunningExecution running = stream("x");
        assertThat(running.next()).isEqualTo(out("up"));
        fixture.containers.open().get(0).whenGone(dead::countDown);
        fixture.containers.open().get(0).die("killed from outside");
        dead.await();

        running.writeStdin(new byte[1 << 20]);
        running.endStdin();
        running.signal(Signal.SIGINT);

        assertFails(ErrorCode.SANDBOX_LOST, running::result);
        running.close();
    }

    @Test
    void noInterpreterThatWasStartedAheadServesAnInteractiveProgram() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.stdout("" + run.spec().zygote()));

        assertThat(fixture.engine.execute(request("x")).stdout()).isEqualTo("true");
        try (RunningExecution running = stream("x")) {
            assertThat(running.next()).isEqualTo(out("false"));
        }
    }
}
