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
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.RunningExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/**
 * What a contract needs to know about the engine under test, and how it talks to it. The engine may be in another
 * process.
 */
public abstract class EngineHarness {

    /** Longer than anything here takes; running out of it is a failure. */
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Time in which a program has certainly started, on a busy machine too. */
    protected static final Duration TIME_TO_START = Duration.ofSeconds(3);

    private static final Duration STEP = Duration.ofMillis(50);

    private final Queue<Isol8Engine> engines = new ConcurrentLinkedQueue<>();

    /** A new engine with these options, not yet started. */
    protected abstract Isol8Engine newEngine(Isol8Options options);

    /** Lets so much time pass for the engines, seconds at the most; real time unless they are on a clock of the test's. */
    protected void letPass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }

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
        return engine(Isol8Options.defaults());
    }

    protected static ExecutionRequest.Builder bash(ShellProgram program, Object... args) {
        return ExecutionRequest.builder("bash").code(program.text(args));
    }

    /** The result of something that needs time to pass; it passes no faster than on any clock. */
    protected final <T> T inTime(Callable<T> call) {
        CompletableFuture<T> result = start(call);
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(STEP).until(() -> {
            letPass(STEP);
            return result.isDone();
        });
        return result.join();
    }

    protected static <T> CompletableFuture<T> start(Callable<T> call) {
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

    /** The next event, which has to come. */
    protected static StreamEvent next(RunningExecution running) throws InterruptedException {
        return running.poll(PATIENCE).orElseThrow(() -> new AssertionError("nothing happened within " + PATIENCE));
    }

    /** All events that are still to come. */
    protected static List<StreamEvent> rest(RunningExecution running) throws InterruptedException {
        List<StreamEvent> events = new ArrayList<>();
        for (Optional<StreamEvent> event = running.next(); event.isPresent(); event = running.next()) {
            events.add(event.get());
        }
        return events;
    }

    /** Takes standard output until that much of it has come, and gives it. */
    protected static String take(RunningExecution running, int characters) throws InterruptedException {
        StringBuilder taken = new StringBuilder();
        while (taken.length() < characters) {
            taken.append(((StreamEvent.Output) next(running)).text());
        }
        return taken.toString();
    }

    /** One whose programs may write as much as they like. */
    protected final Isol8Engine engineForMuchOutput() {
        return engine(Isol8Options.builder().maxOutputSize(Integer.MAX_VALUE).build());
    }

    protected static String text(List<StreamEvent> events, OutputChannel channel) {
        StringBuilder text = new StringBuilder();
        for (StreamEvent event : events) {
            if (event instanceof StreamEvent.Output output && output.channel() == channel) {
                text.append(output.text());
            }
        }
        return text.toString();
    }

    protected static ExecutionResult lastOf(List<StreamEvent> events) {
        return ((StreamEvent.Exit) events.get(events.size() - 1)).result();
    }

    protected static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            ErrorCode code, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
