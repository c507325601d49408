package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InMemoryContainerRuntimeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final Journal journal = new Journal();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock, journal);

    private Sandbox create() {
        return create(Isol8Options.defaults());
    }

    private Sandbox create(Isol8Options options) {
        return containers.create(
                SandboxSpec.of(RuntimeRegistry.builtIn().get("python"), SandboxImage.of("isol8:python"), options));
    }

    private static SandboxProcess spawn(Sandbox sandbox) {
        return sandbox.spawn(new ProcessSpec(List.of("python3", "/sandbox/main.py"), Map.of(), "/sandbox", MINUTE));
    }

    private static ProcessExit end(SandboxProcess process) throws InterruptedException {
        ProcessEvent event = process.poll(MINUTE).orElseThrow();
        while (!(event instanceof ProcessEvent.Ended)) {
            event = process.poll(MINUTE).orElseThrow();
        }
        return ((ProcessEvent.Ended) event).exit();
    }

    @Test
    void picksTheScriptByTheTextOfTheProgram() throws InterruptedException {
        containers.onAnything(run -> run.exit(1));
        containers.onSource("print(1)", run -> run.stdout("1\n").exit(2));
        Sandbox sandbox = create();
        sandbox.files().write("/sandbox/main.py", 0644, "print(1)".getBytes(StandardCharsets.UTF_8));

        assertThat(end(spawn(sandbox)).status()).isEqualTo(2);
        sandbox.files().write("/sandbox/main.py", 0644, new byte[0]);
        assertThat(end(spawn(sandbox)).status()).isEqualTo(1);
    }

    @Test
    void aProgramMayHaveMoreToSayForEver() throws InterruptedException {
        containers.onAnything(
                run -> run.stdout("first").talkOn(() -> new byte[] {'x'}).hang());
        SandboxProcess process = spawn(create());

        assertThat(said(process)).isEqualTo("first");
        assertThat(said(process)).isEqualTo("x");
        assertThat(said(process)).isEqualTo("x");
        clock.advance(MINUTE);
        assertThat(end(process).stdoutBytes()).isEqualTo(7);
    }

    private static String said(SandboxProcess process) throws InterruptedException {
        ProcessEvent event = process.poll(MINUTE).orElseThrow();
        return new String(((ProcessEvent.Output) event).bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void delaysPassOnTheTestsClock() throws InterruptedException {
        containers.onAnything(
                run -> run.stdout("a").delay(Duration.ofSeconds(5)).exit(3));
        SandboxProcess process = spawn(create());
        process.poll(MINUTE);
        assertThat(containers.running()).isEqualTo(1);

        await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return containers.running() == 0;
        });

        assertThat(end(process).wall()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void patiencePassesOnTheTestsClock() {
        containers.onAnything(ScriptedRun::hang);
        SandboxProcess process = spawn(create());
        CountDownLatch empty = new CountDownLatch(1);
        Thread poller = new Thread(() -> {
            try {
                if (process.poll(Duration.ofSeconds(2)).isEmpty()) {
                    empty.countDown();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        poller.start();

        await().until(() -> poller.getState() == Thread.State.WAITING);
        clock.advance(Duration.ofSeconds(2));

        await().until(() -> empty.getCount() == 0);
    }

    @Test
    void aProgramStallsWhenItsWindowIsFull() throws InterruptedException {
        containers.onAnything(run -> run.stdout(new byte[1 << 20]));
        InMemorySandbox sandbox = (InMemorySandbox) create();
        SandboxProcess process = spawn(sandbox);

        await().until(sandbox::stalled);

        assertThat(end(process).stdoutBytes()).isEqualTo(1 << 20);
        assertThat(sandbox.stalled()).isFalse();
    }

    @Test
    void reportsAMemoryKill() throws InterruptedException {
        containers.onAnything(run -> run.cost(Duration.ofMillis(7), 99).outOfMemory());

        ProcessExit exit = end(spawn(create()));

        assertThat(exit.memoryKill()).isTrue();
        assertThat(exit.status()).isEqualTo(9);
        assertThat(exit.cpu()).isEqualTo(Duration.ofMillis(7));
        assertThat(exit.peakMemoryBytes()).isEqualTo(99);
    }

    @Test
    void aDeafProgramEndsWithItsSandboxOnly() {
        CountDownLatch deaf = new CountDownLatch(1);
        containers.onAnything(run -> run.deaf().signalTo(deaf).hang());
        Sandbox sandbox = create();
        SandboxProcess process = spawn(sandbox);
        await().until(() -> deaf.getCount() == 0);

        process.kill();
        clock.advance(MINUTE.multipliedBy(2));
        assertThat(containers.running()).isEqualTo(1);
        sandbox.close();

        assertThat(containers.running()).isZero();
        assertLost(process);
    }

    @Test
    void aSandboxThatDiesGivesWhatWasWrittenAndIsStillToBeClosed() throws InterruptedException {
        containers.onAnything(run -> run.stdout("last words").loseSandbox());
        Sandbox sandbox = create();
        SandboxProcess process = spawn(sandbox);

        assertThat(process.poll(MINUTE)).get().isInstanceOf(ProcessEvent.Output.class);
        assertLost(process);

        assertThat(containers.open()).containsExactly((InMemorySandbox) sandbox);
        sandbox.close();
        assertThat(containers.open()).isEmpty();
    }

    @Test
    void aResetThatFailsOnRequestSaysSo() {
        Sandbox sandbox = create();
        containers.failNext(Operation.RESET, ErrorCode.ENGINE_FAILED);

        assertThat(sandbox.reset()).isFalse();
        assertThat(sandbox.reset()).isTrue();
    }

    @Test
    void aScriptThatFailsLosesItsSandbox() {
        containers.onAnything(run -> {
            throw new IllegalStateException("mistake in a test");
        });

        SandboxProcess process = spawn(create());

        assertThatThrownBy(() -> process.poll(MINUTE)).hasMessageContaining("mistake in a test");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESET")
    void operationsFailOnceOnRequest(Operation operation) {
        containers.onAnything(run -> run.exit(0));
        containers.failNext(operation, ErrorCode.OUT_OF_DISK);

        assertThatThrownBy(this::everything)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_DISK));

        containers.destroyAll();
        everything();
        assertThat(containers.open()).isEmpty();
    }

    private void everything() {
        containers.ping();
        Sandbox sandbox = create();
        sandbox.openEgress(tunnel -> {});
        sandbox.files().write("/sandbox/main.py", 0644, new byte[0]);
        sandbox.files().open("/sandbox/main.py");
        sandbox.openEgress(tunnel -> {});
        spawn(sandbox).kill();
        sandbox.close();
        create(Isol8Options.builder().persist(true).build()).leave();
        containers.removeAll();
    }

    @Test
    void keepsAJournal() {
        containers.onAnything(run -> run.exit(0));

        everything();

        assertThat(journal.entries())
                .containsExactly(
                        "ping",
                        "create isol8:python",
                        "open egress",
                        "write /sandbox/main.py",
                        "read /sandbox/main.py",
                        "open egress",
                        "spawn python3 /sandbox/main.py",
                        "kill",
                        "close",
                        "create isol8:python",
                        "leave",
                        "remove all");
    }

    @Test
    void makesNothingAfterItWasClosed() {
        create();
        containers.close();

        assertThat(containers.open()).isEmpty();
        assertThatThrownBy(this::create).isInstanceOf(Isol8Exception.class);
    }

    private static void assertLost(SandboxProcess process) {
        assertThatThrownBy(() -> process.poll(MINUTE))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST));
    }
}
