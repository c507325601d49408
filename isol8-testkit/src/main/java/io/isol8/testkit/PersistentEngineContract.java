package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.domain.Termination;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.OpenFile;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.SandboxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every engine does in persistent mode, where executions share a sandbox (spec 7). Programs are bash. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class PersistentEngineContract extends EngineHarness {

    private static final Isol8Options PERSISTENT =
            Isol8Options.builder().mode(Mode.PERSISTENT).build();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Isol8Engine persistent() {
        return engine(PERSISTENT);
    }

    private static ExecutionResult run(Isol8Engine engine, ShellProgram program, Object... args) {
        return engine.execute(bash(program, args).build());
    }

    /** Looks at what is said of files where no sandbox is. A client of an engine may know before the engine does. */
    protected void checkThatThereIsNoSandbox(String message) {
        assertThat(message).isEqualTo("No active container. Call execute() first in persistent mode.");
    }

    private void assertNoSandbox(Isol8Engine engine) {
        List<ThrowingCallable> calls = List.of(
                () -> engine.putFile("f", new byte[1]),
                () -> engine.getFile("f"),
                () -> engine.files().list("/sandbox"));
        calls.forEach(
                call -> assertFails(ErrorCode.NO_SANDBOX, call).message().satisfies(this::checkThatThereIsNoSandbox));
    }

    @Test
    void filesAreThereForTheNextExecution() {
        Isol8Engine engine = persistent();
        ExecutionResult first = run(engine, ShellProgram.WRITE_FILE, "/sandbox/a", "kept");
        run(engine, ShellProgram.WRITE_FILE, "/tmp/b", "kept, too");

        ExecutionResult second = run(engine, ShellProgram.CAT_FILE, "/sandbox/a");

        assertThat(second.stdout()).isEqualTo("kept");
        assertThat(run(engine, ShellProgram.CAT_FILE, "/tmp/b").stdout()).isEqualTo("kept, too");
        assertThat(second.containerId()).isEqualTo(first.containerId());
    }

    @Test
    void ofTheProgramItselfNothingStays() {
        Isol8Engine engine = persistent();

        run(engine, ShellProgram.ECHO_ARGS, "x");
        run(engine, ShellProgram.EXIT_WITH, 1);

        assertThat(engine.files().list("/sandbox")).isEmpty();
    }

    @Test
    void processesInTheBackgroundRunOn() {
        Isol8Engine engine = persistent();
        String child = run(engine, ShellProgram.START_CHILD).stdout();

        assertThat(run(engine, ShellProgram.LOOK_FOR_CHILD, child).stdout()).isEqualTo("alive");
        assertThat(run(engine, ShellProgram.LOOK_FOR_CHILD, child).stdout()).isEqualTo("alive");
    }

    @Test
    void aProgramOverItsTimeTakesNothingWithItThatWasThereBefore() {
        Isol8Engine engine = persistent();
        String child = run(engine, ShellProgram.START_CHILD).stdout();
        run(engine, ShellProgram.WRITE_FILE, "/sandbox/a", "kept");
        ExecutionRequest request =
                bash(ShellProgram.SLEEP_FOREVER).timeout(Duration.ofMillis(300)).build();

        assertThat(inTime(() -> engine.execute(request)).termination()).isEqualTo(Termination.TIMEOUT);

        assertThat(run(engine, ShellProgram.LOOK_FOR_CHILD, child).stdout()).isEqualTo("alive");
        assertThat(run(engine, ShellProgram.CAT_FILE, "/sandbox/a").stdout()).isEqualTo("kept");
    }

    @Test
    void aCancelledProgramLeavesTheSandboxToTheOthers() throws InterruptedException {
        Isol8Engine engine = persistent();
        run(engine, ShellProgram.WRITE_FILE, "/sandbox/a", "kept");
        try (RunningExecution running =
                engine.executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            next(running);
            running.cancel();
            assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
        }

        assertThat(run(engine, ShellProgram.CAT_FILE, "/sandbox/a").stdout()).isEqualTo("kept");
    }

    @Test
    void executionsRunOneAfterTheOther() throws InterruptedException {
        Isol8Engine engine = persistent();
        try (RunningExecution first =
                engine.executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            next(first);
            try (RunningExecution second =
                    engine.executeStream(bash(ShellProgram.ECHO_ARGS, "second").build())) {
                assertThat(second.poll(Duration.ofMillis(100))).isEmpty();

                first.cancel();

                assertThat(lastOf(rest(second)).exitCode()).isZero();
            }
        }
    }

    @Test
    void filesGoInAndOut() throws IOException {
        Isol8Engine engine = persistent();
        byte[] every = new byte[100 * 1024];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        run(engine, ShellProgram.WRITE_FILE, "/sandbox/made", "by a program");

        engine.putFile("deep/er/put", every);
        engine.putFile("/tmp/put", bytes("by a caller"));

        assertThat(engine.getFile("made")).isEqualTo(bytes("by a program"));
        assertThat(engine.getFile("/sandbox/deep/er/put")).isEqualTo(every);
        assertThat(run(engine, ShellProgram.CAT_FILE, "/tmp/put").stdout()).isEqualTo("by a caller");
        engine.putFile("made", bytes("anew"));
        assertThat(engine.getFile("made")).isEqualTo(bytes("anew"));
    }

    @Test
    void filesCanBeLookedAtAndRemoved() throws IOException {
        Isol8Engine engine = persistent();
        SandboxFiles files = engine.files();
        run(engine, ShellProgram.WRITE_FILE, "/sandbox/made", "by a program");

        files.makeDirectory("dir/sub");
        files.write("dir/file", 0600, bytes("x"));

        assertThat(files.list("/sandbox")).extracting(DirectoryEntry::name).containsExactly("dir", "made");
        assertThat(files.list("dir")).extracting(DirectoryEntry::name).containsExactly("file", "sub");
        assertThat(files.attributes("dir/sub").kind()).isEqualTo(FileKind.DIRECTORY);
        assertThat(files.attributes("dir/file").mode()).isEqualTo(0600);
        assertThat(files.attributes("made").size()).isEqualTo("by a program".length());
        try (OpenFile part = files.open("made", 3, 4)) {
            assertThat(part.content().readAllBytes()).isEqualTo(bytes("a pr"));
        }
        files.delete("dir");
        assertThat(files.list("/sandbox")).extracting(DirectoryEntry::name).containsExactly("made");
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.attributes("dir"));
    }

    @Test
    void filesCanBeMovedWhileAProgramRuns() throws InterruptedException {
        Isol8Engine engine = persistent();
        try (RunningExecution running =
                engine.executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            next(running);

            engine.putFile("f", bytes("meanwhile"));

            assertThat(engine.getFile("f")).isEqualTo(bytes("meanwhile"));
        }
        assertThat(run(engine, ShellProgram.CAT_FILE, "/sandbox/f").stdout()).isEqualTo("meanwhile");
    }

    @Test
    void whatIsWrongWithAPathIsTold() {
        Isol8Engine engine = persistent();
        run(engine, ShellProgram.ECHO_ARGS, "x");

        assertFails(ErrorCode.FILE_NOT_FOUND, () -> engine.getFile("missing"))
                .message()
                .contains(" missing in container");
        for (String elsewhere : List.of("/etc/passwd", "../etc/passwd", "")) {
            assertFails(ErrorCode.INVALID_REQUEST, () -> engine.getFile(elsewhere));
            assertFails(ErrorCode.INVALID_REQUEST, () -> engine.putFile(elsewhere, new byte[1]));
        }
    }

    @Test
    void thereAreNoFilesBeforeTheFirstExecution() {
        assertNoSandbox(persistent());
    }

    @Test
    void thereAreNoFilesInEphemeralMode() {
        Isol8Engine engine = engine();
        run(engine, ShellProgram.ECHO_ARGS, "x");

        assertNoSandbox(engine);
    }

    @Test
    void aFirstExecutionThatFailsLeavesNoSandbox() {
        Isol8Engine engine = persistent();
        ExecutionRequest request = bash(ShellProgram.ECHO_ARGS, "never")
                .setupScript(ShellProgram.EXIT_WITH.text(1))
                .build();

        assertFails(ErrorCode.SETUP_FAILED, () -> engine.execute(request));

        assertNoSandbox(engine);
        assertThat(run(engine, ShellProgram.ECHO_ARGS, "second").stdout()).isEqualTo("second");
    }

    @Test
    void aSandboxBelongsToOneRuntime() {
        Isol8Engine engine = persistent();
        run(engine, ShellProgram.WRITE_FILE, "/sandbox/a", "kept");
        ExecutionRequest other =
                ExecutionRequest.builder("python").cmd("echo never").build();

        assertFails(ErrorCode.RUNTIME_SWITCH, () -> engine.execute(other))
                .hasMessageEndingWith(
                        "Cannot switch runtime from \"bash\" to \"python\". Each persistent container supports a"
                                + " single runtime. Create a new Isol8 instance for a different runtime.");
        assertThat(run(engine, ShellProgram.CAT_FILE, "/sandbox/a").stdout()).isEqualTo("kept");
    }

    @Test
    void enginesShareNothing() {
        Isol8Engine one = persistent();
        Isol8Engine other = persistent();
        run(one, ShellProgram.WRITE_FILE, "/sandbox/a", "its own");

        assertThat(run(other, ShellProgram.CAT_FILE, "/sandbox/a").exitCode()).isEqualTo(1);
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> other.getFile("a"));
    }

    @Test
    void stopRemovesTheSandboxAndTheNextStartBeginsAnew() {
        Isol8Engine engine = persistent();
        ExecutionResult before = run(engine, ShellProgram.WRITE_FILE, "/sandbox/a", "gone");

        engine.stop();
        assertNoSandbox(engine);
        engine.start();
        assertNoSandbox(engine);

        ExecutionResult after = run(engine, ShellProgram.CAT_FILE, "/sandbox/a");
        assertThat(after.exitCode()).isEqualTo(1);
        assertThat(after.containerId()).isNotEqualTo(before.containerId());
    }

    @Test
    void stopCancelsWhatRunsAndWhatWaits() throws InterruptedException {
        Isol8Engine engine = persistent();
        try (RunningExecution first =
                engine.executeStream(bash(ShellProgram.SLEEP_FOREVER).build())) {
            next(first);
            try (RunningExecution second =
                    engine.executeStream(bash(ShellProgram.ECHO_ARGS, "never").build())) {
                engine.stop();

                assertThat(first.result().termination()).isEqualTo(Termination.CANCELLED);
                await().atMost(PATIENCE).untilAsserted(() -> assertFails(ErrorCode.CANCELLED, second::next));
            }
        }
    }
}
