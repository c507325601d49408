package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.OpenFile;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.SandboxFiles;
import io.isol8.testkit.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that come with a request, those that go back with its result, and those of a persistent engine. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FilesTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final String SECRET = "hunter2-hunter2";

    private final EngineFixture fixture =
            new EngineFixture(1, Isol8Options.builder().secret("TOKEN", SECRET).build());

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private static ExecutionRequest.Builder program() {
        return ExecutionRequest.builder("python").code("x");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void filesAreWrittenFirstInTheirOrder() {
        fixture.containers.onSource(
                "x",
                run -> run.stdout(run.file("/sandbox/a").orElseThrow())
                        .stdout("|")
                        .stdout(run.file("/tmp/deep/b").orElseThrow()));
        ExecutionRequest request = program()
                .setupScript("setup")
                .file("a", "text ö")
                .file("/tmp/deep/b", FileContent.of(new byte[] {'b'}))
                .build();
        fixture.containers.onSource(
                "setup", run -> run.exit(run.file("/sandbox/a").isPresent() ? 0 : 1));

        assertThat(fixture.engine.execute(request).stdout()).isEqualTo("text ö|b");
        assertThat(fixture.journal.entries())
                .containsSubsequence(
                        "create isol8:python",
                        "write /sandbox/a",
                        "write /tmp/deep/b",
                        "write /sandbox/.isol8-setup.sh",
                        "write /sandbox/main.py");
    }

    @Test
    void theCodeWinsOverAFileOfItsName() {
        fixture.containers.onSource("x", run -> run.stdout("the code"));

        assertThat(fixture.engine
                        .execute(program().file("main.py", "the file").build())
                        .stdout())
                .isEqualTo("the code");
    }

    @Test
    void aFileThatCannotBeWrittenIsAnErrorAndLeaksNothing() {
        fixture.containers.failNext(Operation.WRITE_FILE, ErrorCode.FILE_FAILED);

        assertFails(
                ErrorCode.FILE_FAILED,
                () -> fixture.engine.execute(program().file("a", "a").build()));

        fixture.assertNothingLeaks();
    }

    @Test
    void theFilesThatAreThereAreInTheResultAsTheRequestSpelledThem() {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        fixture.containers.onSource(
                "x", run -> run.writeFile("/sandbox/out/a", every).writeFile("/tmp/b", new byte[0]));
        ExecutionRequest request = program()
                .outputPath("./out/a")
                .outputPath("missing")
                .outputPath("/tmp/b")
                .build();

        assertThat(fixture.engine.execute(request).files())
                .hasValueSatisfying(files -> assertThat(files)
                        .containsExactly(
                                entry("./out/a", FileContent.of(every)), entry("/tmp/b", FileContent.of(new byte[0]))));
        assertThat(fixture.engine.execute(program().build()).files()).isEmpty();
        assertThat(fixture.engine
                        .execute(program().outputPath("missing").build())
                        .files())
                .hasValueSatisfying(files -> assertThat(files).isEmpty());
    }

    @Test
    void filesAreNotMasked() {
        fixture.containers.onSource(
                "x",
                run -> run.stdout(SECRET)
                        .writeFile("/sandbox/out", bytes(run.spec().env().getOrDefault("TOKEN", "none"))));

        ExecutionResult result =
                fixture.engine.execute(program().outputPath("out").build());

        assertThat(result.stdout()).isEqualTo("***");
        assertThat(result.files()).contains(Map.of("out", FileContent.of(SECRET)));
    }

    @Test
    void aStreamsResultHoldsTheFilesToo() throws InterruptedException {
        fixture.containers.onSource("x", run -> run.writeFile("/sandbox/out", bytes("o")));
        try (RunningExecution running =
                fixture.engine.executeStream(program().outputPath("out").build())) {
            Optional<StreamEvent> last = running.next();

            assertThat(running.result().files()).contains(Map.of("out", FileContent.of("o")));
            assertThat(last).containsInstanceOf(StreamEvent.Exit.class);
        }
    }

    @Test
    void filesOfAProgramOverItsTimeStillComeBack() {
        CountDownLatch wrote = new CountDownLatch(1);
        fixture.containers.onSource(
                "x",
                run -> run.writeFile("/sandbox/out", bytes("so far"))
                        .signalTo(wrote)
                        .hang());
        EngineFixture.Caller caller = fixture.start(program().outputPath("out").build());
        await().until(() -> wrote.getCount() == 0);
        fixture.clock.advance(Duration.ofSeconds(30));

        ExecutionResult result = caller.result().join();

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(result.files()).contains(Map.of("out", FileContent.of("so far")));
    }

    @Test
    void aSandboxThatDoesNotAnswerHasNoFiles() {
        fixture.containers.onSource("x", run -> run.deaf().hang());
        EngineFixture.Caller caller = fixture.start(program().outputPath("out").build());
        fixture.awaitRunning(1);
        caller.awaitWaiting();
        fixture.clock.advance(Duration.ofSeconds(32));

        assertThat(caller.result().join().files())
                .hasValueSatisfying(files -> assertThat(files).isEmpty());
        assertThat(fixture.journal.entries()).noneMatch(entry -> entry.startsWith("read"));
    }

    @Test
    void filesThatAreTooLargeTogetherAreRefusedWithTheBound() {
        fixture.containers.onSource(
                "x",
                run -> run.writeFile("/sandbox/a", new byte[40 * MEBIBYTE])
                        .writeFile("/sandbox/b", new byte[24 * MEBIBYTE])
                        .writeFile("/sandbox/c", new byte[1]));
        ExecutionRequest.Builder request = program().outputPath("a").outputPath("b");

        assertThat(fixture.engine.execute(request.build()).files())
                .hasValueSatisfying(files -> assertThat(files).hasSize(2));
        assertThatThrownBy(() -> fixture.engine.execute(request.outputPath("c").build()))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FILE_FAILED))
                .hasMessage("ExecutionRequest.outputPaths: with c the files have more than 67108864 bytes.");
        fixture.assertNothingLeaks();
    }

    @Test
    void whatIsNoFileIsRefused() {
        fixture.containers.onSource("x", run -> run.writeFile("/sandbox/dir/file", new byte[1]));

        assertFails(
                ErrorCode.FILE_FAILED,
                () -> fixture.engine.execute(program().outputPath("dir").build()));
        fixture.assertNothingLeaks();
    }

    @Test
    void aSandboxThatDiesBeforeItsFilesWereReadIsLost() {
        fixture.containers.onSource("x", run -> run.exit(0));
        fixture.containers.failNext(Operation.READ_FILE, ErrorCode.SANDBOX_LOST);

        assertFails(
                ErrorCode.SANDBOX_LOST,
                () -> fixture.engine.execute(program().outputPath("out").build()));
        fixture.assertNothingLeaks();
    }

    @Test
    void aPersistentEngineGivesAccessToTheFilesOfItsSandbox() throws IOException {
        try (EngineFixture persistent = new EngineFixture(
                1, Isol8Options.builder().mode(Mode.PERSISTENT).build())) {
            persistent.containers.onSource("x", run -> run.writeFile("/sandbox/left", bytes("left")));
            SandboxFiles files = persistent.engine.files();
            assertFails(ErrorCode.NO_SANDBOX, () -> files.list("/sandbox"));
            assertFails(ErrorCode.NO_SANDBOX, () -> persistent.engine.putFile("a", new byte[0]));
            assertFails(ErrorCode.NO_SANDBOX, () -> persistent.engine.getFile("a"));
            persistent.engine.execute(request("x"));

            persistent.engine.putFile("put", bytes("put"));
            files.makeDirectory("dir");

            assertThat(persistent.engine.getFile("left")).isEqualTo(bytes("left"));
            assertThat(files.list("/sandbox")).extracting(DirectoryEntry::name).containsExactly("dir", "left", "put");
            assertThat(files.attributes("dir").kind()).isEqualTo(FileKind.DIRECTORY);
            try (OpenFile open = files.open("left", 1, 2)) {
                assertThat(open.content().readAllBytes()).isEqualTo(bytes("ef"));
            }
            files.delete("left");
            assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.read("left", 10));

            persistent.engine.stop();
            assertFails(ErrorCode.NO_SANDBOX, () -> files.list("/sandbox"));
        }
    }

    @Test
    void anEphemeralEngineHasNoFiles() {
        fixture.containers.onSource("x", run -> run.exit(0));
        fixture.engine.execute(request("x"));

        assertFails(ErrorCode.NO_SANDBOX, () -> fixture.engine.putFile("a", new byte[0]));
    }
}
