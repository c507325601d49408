package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.Signal;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.ProgramFile;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every container runtime does: the promises of {@link io.isol8.ports.ContainerRuntime} and what it makes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ContainerRuntimeContract extends SandboxHarness {

    private static final int MANY_LINES = 655_360;
    private static final int MANY_BYTES = 8 * MANY_LINES;

    /** Time in which a program has certainly started, on a busy machine too. */
    private static final Duration TIME_TO_START = Duration.ofSeconds(3);

    @Test
    void answersAPing() {
        assertThatCode(() -> runtime().ping()).doesNotThrowAnyException();
    }

    @Test
    void sandboxesHaveDifferentIds() {
        assertThat(List.of(create().id(), create().id()))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 42, 137, 255})
    void reportsTheExitCode(int code) throws InterruptedException {
        Outcome outcome = run(create(), program(ShellProgram.EXIT_WITH, code));

        assertThat(outcome.exit().signaled()).isFalse();
        assertThat(outcome.exit().status()).isEqualTo(code);
        assertThat(outcome.exit().killed()).isFalse();
        assertThat(outcome.exit().deadlinePassed()).isFalse();
        assertThat(outcome.exit().memoryKill()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 9, 15})
    void reportsTheSignalThatEndedAProgram(int signal) throws InterruptedException {
        Outcome outcome = run(create(), program(ShellProgram.KILL_SELF, signal));

        assertThat(outcome.exit().signaled()).isTrue();
        assertThat(outcome.exit().status()).isEqualTo(signal);
        assertThat(outcome.exit().killed()).isFalse();
    }

    @Test
    void passesArgumentsAsTheyAre() throws InterruptedException {
        Outcome outcome = run(create(), program(ShellProgram.ECHO_ARGS, "a b", "", "it's", "$HOME \\n \"*\"", "ö€😀"));

        assertThat(outcome.out()).isEqualTo("a b\n\nit's\n$HOME \\n \"*\"\nö€😀\n");
    }

    @Test
    void keepsTheStreamsApartAndInOrder() throws InterruptedException {
        Outcome outcome = run(create(), program(ShellProgram.BOTH_STREAMS, 200));

        assertThat(outcome.out().lines()).hasSize(200).first().isEqualTo("out 1");
        assertThat(outcome.out()).endsWith("out 199\nout 200\n").doesNotContain("err");
        assertThat(outcome.err())
                .startsWith("err 1\nerr 2\n")
                .endsWith("err 200\n")
                .doesNotContain("out");
        assertThat(outcome.exit().stdoutBytes()).isEqualTo(outcome.stdout().length);
        assertThat(outcome.exit().stderrBytes()).isEqualTo(outcome.stderr().length);
    }

    @Test
    void feedsStandardInputAndThenItsEnd() throws InterruptedException {
        byte[] input = ShellProgram.countedLines(100_000);

        Outcome outcome = run(create(), program(ShellProgram.CAT_STDIN).withStdin(input));

        assertThat(outcome.stdout()).isEqualTo(input);
    }

    @Test
    void dropsInputThatNobodyReads() throws InterruptedException {
        byte[] input = new byte[1 << 20];

        Outcome outcome =
                run(create(), program(ShellProgram.ECHO_ARGS, "unread").withStdin(input));

        assertThat(outcome.out()).isEqualTo("unread\n");
        assertThat(outcome.exit().status()).isZero();
    }

    @Test
    void withoutInputTheProgramSeesItsEndAtOnce() throws InterruptedException {
        Outcome outcome = run(create(), program(ShellProgram.CAT_STDIN));

        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.exit().status()).isZero();
    }

    @Test
    void givesTheProgramItsEnvironmentAndNothingElse() throws InterruptedException {
        Sandbox sandbox = create();

        assertThat(run(sandbox, program(ShellProgram.PRINT_VARIABLE, "PYTHONUNBUFFERED"))
                        .out())
                .isEqualTo("1\n");
        assertThat(run(sandbox, program(ShellProgram.PRINT_VARIABLE, "NOBODY_SET_THIS"))
                        .out())
                .isEqualTo("unset\n");
    }

    @Test
    void startsTheProgramInItsWorkingDirectory() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.files().write("/sandbox/deep/er/file", 0644, new byte[] {1});
        ProcessSpec spec = program(ShellProgram.PRINT_WORKDIR);

        assertThat(run(sandbox, spec.withWorkdir("/sandbox/deep/er")).out()).isEqualTo("/sandbox/deep/er\n");
        assertThat(run(sandbox, spec).out()).isEqualTo("/sandbox\n");
    }

    @Test
    void deliversMegabytesIntactToASlowTaker() throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.COUNT_LINES, MANY_LINES));
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        for (int slow = 0; slow < 10; slow++) {
            taken.writeBytes(((ProcessEvent.Output) next(process)).bytes());
            letPass(Duration.ofMillis(20));
        }

        Outcome outcome = follow(process);
        taken.writeBytes(outcome.stdout());

        assertThat(taken.toByteArray()).isEqualTo(ShellProgram.countedLines(MANY_LINES));
        assertThat(outcome.exit().stdoutBytes()).isEqualTo(MANY_BYTES);
    }

    @Test
    void aProgramWhoseOutputNobodyTakesStalls() throws InterruptedException {
        SandboxProcess process =
                create().spawn(program(ShellProgram.COUNT_LINES, MANY_LINES).withDeadline(TIME_TO_START));
        ProcessEvent.Output first = (ProcessEvent.Output) next(process);
        letPass(TIME_TO_START);

        Outcome rest = follow(process);

        assertThat(rest.exit().deadlinePassed()).isTrue();
        assertThat(rest.exit().stdoutBytes()).isLessThan(MANY_BYTES);
        assertThat(first.bytes().length + rest.stdout().length).isLessThan(2 << 20);
    }

    @Test
    void discardedOutputIsCountedAndTheProgramRunsOn() throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.COUNT_LINES, MANY_LINES));
        next(process);
        process.discard(OutputChannel.STDOUT);

        Outcome outcome = follow(process);

        assertThat(outcome.exit().status()).isZero();
        assertThat(outcome.exit().stdoutBytes()).isEqualTo(MANY_BYTES);
        assertThat(outcome.stdout().length).isLessThan(2 << 20);
    }

    @Test
    void discardingOneStreamLeavesTheOther() throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.BOTH_STREAMS, 50));
        process.discard(OutputChannel.STDOUT);

        Outcome outcome = follow(process);

        assertThat(outcome.err()).startsWith("err 1\n").endsWith("err 50\n");
    }

    @Test
    void killEndsTheProgram() throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.SLEEP_FOREVER));
        next(process);
        process.kill();

        Outcome outcome = follow(process);

        assertThat(outcome.exit().killed()).isTrue();
        assertThat(outcome.exit().signaled()).isTrue();
        assertThat(outcome.exit().status()).isEqualTo(9);
        assertThat(outcome.exit().deadlinePassed()).isFalse();
    }

    @Test
    void killAfterTheEndChangesNothing() throws InterruptedException {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.spawn(program(ShellProgram.ECHO_ARGS, "done"));
        follow(process);

        process.kill();
        process.discard(OutputChannel.STDOUT);

        assertThat(run(sandbox, program(ShellProgram.ECHO_ARGS, "next")).out()).isEqualTo("next\n");
    }

    @Test
    void theDeadlineEndsTheProgram() throws InterruptedException {
        Duration deadline = Duration.ofMillis(300);
        SandboxProcess process =
                create().spawn(program(ShellProgram.SLEEP_FOREVER).withDeadline(deadline));

        Outcome outcome = followInTime(process);

        assertThat(outcome.exit().deadlinePassed()).isTrue();
        assertThat(outcome.exit().killed()).isFalse();
        assertThat(outcome.exit().status()).isEqualTo(9);
        assertThat(outcome.exit().wall()).isBetween(deadline, PATIENCE);
    }

    @Test
    void theEndDoesNotWaitForChildrenThatHoldTheStreams() throws InterruptedException {
        Outcome outcome = run(create(), program(ShellProgram.LEAVE_CHILD));

        assertThat(outcome.out()).isEqualTo("left\n");
        assertThat(outcome.exit().status()).isZero();
    }

    @Test
    void aProgramThatDoesNotExistFailsToStartAndHarmsNothing() throws InterruptedException {
        Sandbox sandbox = create();

        assertFails(ErrorCode.START_FAILED, () -> run(sandbox, program(List.of("/sandbox/no-such-program"))));

        assertThat(run(sandbox, program(ShellProgram.ECHO_ARGS, "alive")).out()).isEqualTo("alive\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 65_536, 65_544, 1 << 20})
    void aProgramsFileIsThereWhenItStarts(int size) throws InterruptedException {
        byte[] content = Arrays.copyOf(ShellProgram.countedLines(size / 8 + 1), size);
        Sandbox sandbox = create();
        ProcessSpec program = program(ShellProgram.CAT_FILE, "/sandbox/deep/code")
                .withFile(new ProgramFile("/sandbox/deep/code", 0640, content));

        assertThat(run(sandbox, program).stdout()).isEqualTo(content);
        assertThat(run(sandbox, program(ShellProgram.STAT_FILE, "/sandbox/deep/code"))
                        .out())
                .isEqualTo("640 100:101\n");
    }

    @Test
    void aProgramsFileReplacesTheOneBefore() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.files().write("/sandbox/code", SandboxFiles.READABLE, new byte[1 << 20]);

        ProcessSpec program = program(ShellProgram.CAT_FILE, "/sandbox/code")
                .withFile(new ProgramFile("/sandbox/code", SandboxFiles.READABLE, new byte[] {'n', 'e', 'w'}));

        assertThat(run(sandbox, program).out()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 1 << 20})
    void aProgramWhoseFileCannotBeWrittenFailsAndHarmsNothing(int size) throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.files().write("/sandbox/file", SandboxFiles.READABLE, new byte[1]);

        assertFails(
                ErrorCode.FILE_FAILED,
                () -> run(
                        sandbox,
                        program(ShellProgram.SLEEP_FOREVER)
                                .withFile(new ProgramFile(
                                        "/sandbox/file/below", SandboxFiles.READABLE, new byte[size]))));

        assertThat(run(sandbox, program(ShellProgram.ECHO_ARGS, "alive")).out()).isEqualTo("alive\n");
    }

    @Test
    void interruptingAPollLeavesTheProgramAlone() throws InterruptedException {
        SandboxProcess process =
                create().spawn(program(ShellProgram.SLEEP_FOREVER).withStdin(new byte[] {1}));
        next(process);
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        Thread poller = inBackground(() -> process.poll(PATIENCE), interrupted);
        poller.interrupt();
        assertThat(interrupted
                        .handle((nothing, failure) -> failure)
                        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isInstanceOf(InterruptedException.class);
        assertThat(process.poll(Duration.ZERO)).isEmpty();

        process.kill();

        assertThat(follow(process).exit().killed()).isTrue();
    }

    @Test
    void aResetLeavesNothingOfWhatRan() throws InterruptedException {
        Sandbox sandbox = create();
        sandbox.files().write("/sandbox/left/file", 0644, new byte[] {1});
        sandbox.files().write("/tmp/left", 0644, new byte[] {1});
        SandboxProcess sleeper = sandbox.spawn(program(ShellProgram.SLEEP_FOREVER));

        assertThat(sandbox.reset()).isTrue();

        assertThat(follow(sleeper).exit().signaled()).isTrue();
        assertThat(run(sandbox, program(ShellProgram.CAT_FILE, "/sandbox/left/file"))
                        .exit()
                        .status())
                .isEqualTo(1);
        assertThat(run(sandbox, program(ShellProgram.CAT_FILE, "/tmp/left"))
                        .exit()
                        .status())
                .isEqualTo(1);
        assertThat(run(sandbox, program(ShellProgram.ECHO_ARGS, "as new")).out())
                .isEqualTo("as new\n");
    }

    @Test
    void aSandboxThatIsGoneCannotBeReset() {
        Sandbox sandbox = create();
        sandbox.close();

        assertThat(sandbox.reset()).isFalse();
    }

    @Test
    void whoeverAskedHearsThatASandboxIsGone() {
        Sandbox sandbox = create();
        CountDownLatch before = new CountDownLatch(1);
        CountDownLatch after = new CountDownLatch(1);
        sandbox.whenGone(before::countDown);

        sandbox.close();
        sandbox.whenGone(after::countDown);

        await().atMost(PATIENCE).until(() -> before.getCount() == 0 && after.getCount() == 0);
    }

    @Test
    void aClosedSandboxIsLost() throws InterruptedException {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.spawn(program(ShellProgram.SLEEP_FOREVER));
        next(process);

        sandbox.close();
        sandbox.close();

        assertFails(ErrorCode.SANDBOX_LOST, () -> follow(process));
        assertFails(ErrorCode.SANDBOX_LOST, () -> follow(process));
        assertFails(ErrorCode.SANDBOX_LOST, () -> sandbox.files().write("/sandbox/f", 0644, new byte[] {1}));
        assertFails(ErrorCode.SANDBOX_LOST, () -> run(sandbox, program(ShellProgram.ECHO_ARGS, "x")));
        assertThat(livingSandboxes()).isZero();
    }

    @Test
    void sandboxesAreIndependent() throws InterruptedException {
        Sandbox first = create();
        Sandbox second = create();
        first.files().write("/sandbox/secret", 0644, new byte[] {1});

        assertThat(run(second, program(ShellProgram.CAT_FILE, "/sandbox/secret"))
                        .exit()
                        .status())
                .isEqualTo(1);
        first.close();
        assertThat(run(second, program(ShellProgram.ECHO_ARGS, "alive")).out()).isEqualTo("alive\n");
    }

    @Test
    void destroyAllLeavesNothingAndForbidsNothing() throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.SLEEP_FOREVER));
        next(process);
        create();
        assertThat(livingSandboxes()).isEqualTo(2);

        runtime().destroyAll();
        runtime().destroyAll();

        assertThat(livingSandboxes()).isZero();
        assertFails(ErrorCode.SANDBOX_LOST, () -> follow(process));
        assertThat(run(create(), program(ShellProgram.ECHO_ARGS, "again")).out())
                .isEqualTo("again\n");
    }

    private static ProcessSpec interactive(ShellProgram program, Object... args) {
        return program(program, args).withInteractive(true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void interactiveInputComesPieceByPieceUntilItsEnd() throws InterruptedException {
        SandboxProcess process =
                create().spawn(interactive(ShellProgram.CAT_STDIN).withStdin(bytes("first")));
        assertThat(take(process, 5)).isEqualTo(bytes("first"));
        process.writeStdin(bytes("second"));
        assertThat(take(process, 6)).isEqualTo(bytes("second"));
        process.writeStdin(new byte[0]);
        process.writeStdin(bytes("last"));
        process.endStdin();
        process.endStdin();
        process.writeStdin(bytes("too late"));

        Outcome outcome = follow(process);

        assertThat(outcome.out()).isEqualTo("last");
        assertThat(outcome.exit().signaled()).isFalse();
        assertThat(outcome.exit().status()).isZero();
    }

    @Test
    void interactiveInputMayBeginWithNothing() throws InterruptedException {
        SandboxProcess process = create().spawn(interactive(ShellProgram.CAT_STDIN));
        assertThat(process.poll(Duration.ZERO)).isEmpty();
        process.writeStdin(bytes("only"));
        process.endStdin();

        assertThat(follow(process).out()).isEqualTo("only");
    }

    @Test
    void muchInteractiveInputArrivesInOrder() throws InterruptedException {
        byte[] input = ShellProgram.countedLines(MANY_LINES);
        byte[] rest = Arrays.copyOfRange(input, 1_000_000, input.length);
        SandboxProcess process =
                create().spawn(interactive(ShellProgram.CAT_STDIN).withStdin(Arrays.copyOf(input, 1_000_000)));
        CompletableFuture<Void> written = new CompletableFuture<>();
        inBackground(
                () -> {
                    process.writeStdin(Arrays.copyOf(rest, 300_001));
                    process.writeStdin(Arrays.copyOfRange(rest, 300_001, rest.length));
                    process.endStdin();
                    written.complete(null);
                },
                written);

        assertThat(Arrays.equals(follow(process).stdout(), input)).isTrue();
        await().atMost(PATIENCE).until(written::isDone);
        assertThat(written).isCompleted();
    }

    @Test
    void inputThatIsNotWantedAnyMoreIsDropped() throws InterruptedException {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.spawn(interactive(ShellProgram.ECHO_ARGS, "over"));
        SandboxProcess never =
                sandbox.spawn(program(ShellProgram.ECHO_ARGS, "never").withKeep(true));
        follow(never);
        follow(process);

        process.writeStdin(new byte[1 << 20]);
        never.writeStdin(new byte[1 << 20]);
        process.endStdin();
        never.endStdin();

        assertThat(run(sandbox, program(ShellProgram.ECHO_ARGS, "next")).out()).isEqualTo("next\n");
    }

    /** A thread that has written more than anybody holds to a program that reads nothing. */
    private Thread blockedWriter(SandboxProcess process, CompletableFuture<Void> written) throws InterruptedException {
        next(process);
        Thread writer = inBackground(
                () -> {
                    process.writeStdin(new byte[4 << 20]);
                    written.complete(null);
                },
                written);
        awaitBlocked(writer);
        assertThat(written).isNotDone();
        return writer;
    }

    @Test
    void aKillFreesWhoeverWritesInput() throws InterruptedException {
        SandboxProcess process = create().spawn(interactive(ShellProgram.SLEEP_FOREVER));
        CompletableFuture<Void> written = new CompletableFuture<>();
        blockedWriter(process, written);

        process.kill();

        assertThat(follow(process).exit().killed()).isTrue();
        await().atMost(PATIENCE).until(written::isDone);
        assertThat(written).isCompleted();
    }

    @Test
    void theDeadlineFreesWhoeverWritesInput() throws InterruptedException {
        SandboxProcess process =
                create().spawn(interactive(ShellProgram.SLEEP_FOREVER).withDeadline(TIME_TO_START));
        CompletableFuture<Void> written = new CompletableFuture<>();
        blockedWriter(process, written);

        assertThat(followInTime(process).exit().deadlinePassed()).isTrue();

        await().atMost(PATIENCE).until(written::isDone);
        assertThat(written).isCompleted();
    }

    @Test
    void theLossOfTheSandboxFreesWhoeverWritesInput() throws InterruptedException {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.spawn(interactive(ShellProgram.SLEEP_FOREVER));
        CompletableFuture<Void> written = new CompletableFuture<>();
        blockedWriter(process, written);

        sandbox.close();

        await().atMost(PATIENCE).until(written::isDone);
        assertThat(written.handle((nothing, failure) -> failure).join())
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST));
        assertFails(ErrorCode.SANDBOX_LOST, () -> process.writeStdin(new byte[1]));
        assertFails(ErrorCode.SANDBOX_LOST, process::endStdin);
        assertFails(ErrorCode.SANDBOX_LOST, () -> process.signal(Signal.SIGTERM));
    }

    @Test
    void interruptingWhoeverWritesInputLeavesTheProgramAlone() throws InterruptedException {
        SandboxProcess process = create().spawn(interactive(ShellProgram.SLEEP_FOREVER));
        CompletableFuture<Void> written = new CompletableFuture<>();
        Thread writer = blockedWriter(process, written);

        writer.interrupt();

        await().atMost(PATIENCE).until(written::isDone);
        assertThat(written.handle((nothing, failure) -> failure).join()).isInstanceOf(InterruptedException.class);
        assertThat(process.poll(Duration.ZERO)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void aSignalEndsTheProgram(Signal signal) throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.SLEEP_FOREVER));
        next(process);

        process.signal(signal);

        Outcome outcome = follow(process);
        assertThat(outcome.exit().signaled()).isTrue();
        assertThat(outcome.exit().status()).isEqualTo(signal.number());
        assertThat(outcome.exit().killed()).isFalse();
        assertThat(outcome.exit().deadlinePassed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aProgramMayCatchASignal(String name) throws InterruptedException {
        SandboxProcess process = create().spawn(program(ShellProgram.CATCH_SIGNAL, name));
        take(process, "ready\n".length());

        process.signal(Signal.of("SIG" + name));

        Outcome outcome = follow(process);
        assertThat(outcome.out()).isEqualTo("caught " + name + "\n");
        assertThat(outcome.exit().signaled()).isFalse();
        assertThat(outcome.exit().status()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void aSignalAfterTheEndHarmsNobody(Signal signal) throws InterruptedException {
        Sandbox sandbox = create();
        SandboxProcess over = sandbox.spawn(program(ShellProgram.ECHO_ARGS, "over"));
        follow(over);
        SandboxProcess next = sandbox.spawn(program(ShellProgram.CAT_STDIN).withInteractive(true));

        over.signal(signal);
        next.writeStdin(bytes("alive"));
        next.endStdin();

        assertThat(follow(next).out()).isEqualTo("alive");
    }

    private static String kept(Sandbox sandbox, ShellProgram program, Object... args) throws InterruptedException {
        return run(sandbox, program(program, args).withKeep(true)).out().strip();
    }

    @Test
    void whatAKeptProgramLeavesRunningIsThereForTheNextOneUntilAReset() throws InterruptedException {
        Sandbox sandbox = create();
        String child = kept(sandbox, ShellProgram.START_CHILD);

        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, child)).isEqualTo("alive");
        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, child)).isEqualTo("alive");
        assertThat(sandbox.reset()).isTrue();
        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, child)).isEqualTo("gone");
    }

    @Test
    void theEndOfAProgramThatIsNotKeptIsTheEndOfEverything() throws InterruptedException {
        Sandbox sandbox = create();
        String first = kept(sandbox, ShellProgram.START_CHILD);
        SandboxProcess beside = sandbox.spawn(program(ShellProgram.SLEEP_FOREVER));
        next(beside);

        String second = run(sandbox, program(ShellProgram.START_CHILD)).out().strip();

        assertThat(follow(beside).exit().status()).isEqualTo(9);
        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, first)).isEqualTo("gone");
        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, second)).isEqualTo("gone");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aKeptProgramKilledOrOverItsTimeTakesWithItWhatItStartedOnly(boolean deadline) throws InterruptedException {
        Sandbox sandbox = create();
        String earlier = kept(sandbox, ShellProgram.START_CHILD);
        ProcessSpec spec = program(ShellProgram.START_CHILD_AND_SLEEP).withKeep(true);
        SandboxProcess process = sandbox.spawn(deadline ? spec.withDeadline(TIME_TO_START) : spec);
        String own = new String(take(process, 1), StandardCharsets.UTF_8).strip();
        if (!deadline) {
            process.kill();
        }

        Outcome outcome = followInTime(process);

        assertThat(outcome.exit().deadlinePassed()).isEqualTo(deadline);
        assertThat(outcome.exit().killed()).isEqualTo(!deadline);
        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, own)).isEqualTo("gone");
        assertThat(kept(sandbox, ShellProgram.LOOK_FOR_CHILD, earlier)).isEqualTo("alive");
    }

    private Sandbox createLasting() {
        SandboxSpec once = spec();
        return runtime()
                .create(new SandboxSpec(
                        once.runtime(),
                        once.image(),
                        once.knowsLocalhost(),
                        once.memory(),
                        once.cpus(),
                        once.pids(),
                        once.sandboxSize(),
                        once.tmpSize(),
                        once.readonlyRoot(),
                        once.security(),
                        once.zygote(),
                        once.session(),
                        true,
                        once.network()));
    }

    @Test
    void aLastingSandboxThatIsLeftOutlivesTheOthersAndIsNobodysAnyMore() throws InterruptedException {
        Sandbox left = createLasting();
        run(left, program(ShellProgram.START_CHILD).withKeep(true));
        createLasting();
        create();

        left.leave();
        runtime().destroyAll();

        assertThat(livingSandboxes()).isEqualTo(1);
        assertFails(ErrorCode.SANDBOX_LOST, () -> run(left, program(ShellProgram.ECHO_ARGS, "x")));
        assertFails(ErrorCode.SANDBOX_LOST, () -> left.files().write("/sandbox/f", 0644, new byte[] {1}));
        assertFails(ErrorCode.SANDBOX_LOST, left::leave);
        assertThat(left.reset()).isFalse();
        left.close();
        assertThat(livingSandboxes()).isEqualTo(1);
    }

    @Test
    void whatDoesNotLastOrIsGoneCannotBeLeft() throws InterruptedException {
        Sandbox once = create();
        assertThatThrownBy(once::leave).isInstanceOf(IllegalStateException.class);
        assertThat(run(once, program(ShellProgram.ECHO_ARGS, "alive")).out()).isEqualTo("alive\n");

        Sandbox closed = createLasting();
        closed.close();
        assertFails(ErrorCode.SANDBOX_LOST, closed::leave);
    }
}
