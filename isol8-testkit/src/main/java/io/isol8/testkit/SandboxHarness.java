package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** What a contract needs to know about the container runtime under test, and how it talks to it. */
public abstract class SandboxHarness {

    /** Longer than anything here takes; running out of it is a failure. */
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration STEP = Duration.ofMillis(100);

    /** The runtime under test and its sandboxes, the same throughout a test. */
    protected abstract SandboxesUnderTest sandboxes();

    /** Sandboxes with bash, coreutils and sed. */
    protected abstract SandboxSpec spec();

    protected final ContainerRuntime runtime() {
        return sandboxes().runtime();
    }

    /** How many sandboxes of the runtime exist, as somebody else sees it. */
    protected final int livingSandboxes() {
        return sandboxes().count();
    }

    /** Lets so much time pass for the sandboxes. */
    protected final void letPass(Duration time) {
        sandboxes().letPass(time);
    }

    @AfterEach
    void removeSandboxes() {
        runtime().destroyAll();
        sandboxes().removeLeft();
    }

    /** What a program wrote and how it ended. */
    protected record Outcome(byte[] stdout, byte[] stderr, ProcessExit exit) {

        public String out() {
            return new String(stdout, StandardCharsets.UTF_8);
        }

        public String err() {
            return new String(stderr, StandardCharsets.UTF_8);
        }
    }

    protected final Sandbox create() {
        return runtime().create(spec());
    }

    protected static ProcessSpec program(ShellProgram program, Object... args) {
        return program(program.argv(args));
    }

    protected static ProcessSpec program(List<String> argv) {
        return new ProcessSpec(argv, SandboxEnvironment.base(), "/sandbox", PATIENCE);
    }

    protected static Outcome run(Sandbox sandbox, ProcessSpec spec) throws InterruptedException {
        return follow(sandbox.spawn(spec));
    }

    /** Takes everything until the end. */
    protected static Outcome follow(SandboxProcess process) throws InterruptedException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        ByteArrayOutputStream stderr = new ByteArrayOutputStream();
        ProcessEvent event = next(process);
        while (event instanceof ProcessEvent.Output output) {
            assertThat(output.bytes()).isNotEmpty();
            (output.channel() == OutputChannel.STDOUT ? stdout : stderr).writeBytes(output.bytes());
            event = next(process);
        }
        return new Outcome(stdout.toByteArray(), stderr.toByteArray(), ((ProcessEvent.Ended) event).exit());
    }

    /** The next event, which has to come. */
    protected static ProcessEvent next(SandboxProcess process) throws InterruptedException {
        return process.poll(PATIENCE).orElseThrow(() -> new AssertionError("nothing happened within " + PATIENCE));
    }

    /** Takes output until that much of it has come, and gives it. */
    protected static byte[] take(SandboxProcess process, int bytes) throws InterruptedException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        while (taken.size() < bytes) {
            taken.writeBytes(((ProcessEvent.Output) next(process)).bytes());
        }
        return taken.toByteArray();
    }

    /** Takes everything until the end, which takes time to come. */
    protected final Outcome followInTime(SandboxProcess process) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        inBackground(() -> outcome.complete(follow(process)), outcome);
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(MOMENT).until(() -> {
            letPass(STEP);
            return outcome.isDone();
        });
        return outcome.join();
    }

    /** A task that may be interrupted. */
    @FunctionalInterface
    protected interface Task {
        void run() throws InterruptedException;
    }

    /** Waits until a thread waits for something without an end in sight. */
    protected static void awaitBlocked(Thread thread) {
        await().atMost(PATIENCE)
                .until(() ->
                        thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }

    protected static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    /** Starts a thread whose failure becomes that of {@code result}. */
    protected static Thread inBackground(Task task, CompletableFuture<?> result) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (InterruptedException | RuntimeException | AssertionError e) {
                        result.completeExceptionally(e);
                    }
                },
                "contract");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
