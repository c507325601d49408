package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.SessionList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a session on a server. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteFilesTest {

    private static final String SESSION = "my session/%2f?#ä";
    private static final byte[] TEXT = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private final LiveServer server = new LiveServer();
    private final RemoteIsol8 isol8 = server.client().sessionId(SESSION).build();
    private final SandboxFiles files = isol8.files();

    @BeforeEach
    void runSomething() {
        server.containers.onSource("nothing", run -> {});
        isol8.execute(ExecutionRequest.builder("bash").code("nothing").build());
    }

    @AfterEach
    void close() {
        isol8.close();
        server.close();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 65_537, 3_000_000})
    void everyByteComesBack(int count) {
        byte[] content = random(count);

        isol8.putFile("data.bin", content);

        assertThat(isol8.getFile("/sandbox/data.bin")).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.txt",
                "deep/er/file",
                "with space",
                "per%cent%2F",
                "quest?ion#hash",
                "semi;colon",
                "plus+and&",
                "ünïcode 漢字 🎈",
                "back\\slash",
                "quo\"te'",
                "-dash",
                "...",
                ".hidden",
                "new\nline",
                "tab\there",
                "~",
                "a//b/./c/../d"
            })
    void anyNameWillDo(String name) {
        isol8.putFile(name, TEXT);

        assertThat(isol8.getFile(name)).isEqualTo(TEXT);
        assertThat(files.attributes(name).size()).isEqualTo(TEXT.length);
        files.delete(name);
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> isol8.getFile(name));
    }

    @Test
    void temporaryFilesAreReachedToo() {
        isol8.putFile("/tmp/x", TEXT);

        assertThat(isol8.getFile("/tmp/x")).isEqualTo(TEXT);
        assertThat(files.list("/tmp")).extracting(DirectoryEntry::name).containsExactly("x");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0123456789",
        "3, 4, 3456",
        "8, 100, 89",
        "9, 1, 9",
        "10, 5, ''",
        "1000, 5, ''",
        "4, 0, ''",
        "0, 9223372036854775807, 0123456789",
        "2, 9223372036854775807, 23456789",
        "9223372036854775807, 9223372036854775807, ''",
    })
    void aPartOfAFile(long offset, long length, String part) throws IOException {
        isol8.putFile("ten", TEXT);

        try (OpenFile file = files.open("ten", offset, length)) {
            assertThat(file.content()).hasContent(part);
            assertThat(file.attributes().size()).isEqualTo(10);
            assertThat(file.attributes().kind()).isEqualTo(FileKind.FILE);
        }
    }

    @Test
    void anEmptyFileHasNoParts() throws IOException {
        isol8.putFile("empty", new byte[0]);

        try (OpenFile file = files.open("empty", 0, 5)) {
            assertThat(file.content()).isEmpty();
        }
    }

    @Test
    void aNegativeOffsetIsRefused() {
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.open("x", -1, 1));
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.open("x", 0, -1));
    }

    @Test
    void directories() {
        files.makeDirectory("one/two");
        files.makeDirectory("one/two");
        files.makeDirectory("/sandbox");
        files.write("one/b", 0600, TEXT);
        files.write("one/a", 0755, InputStream.nullInputStream());

        assertThat(files.list("one")).extracting(DirectoryEntry::name).containsExactly("a", "b", "two");
        assertThat(files.list("one/two")).isEmpty();
        assertThat(files.list("/sandbox")).extracting(DirectoryEntry::name).contains("one");
        assertThat(files.list("one"))
                .allSatisfy(entry ->
                        assertThat(files.attributes("one/" + entry.name())).isEqualTo(entry.attributes()));
        assertThat(files.attributes("one/b"))
                .isEqualTo(new FileAttributes(FileKind.FILE, 0600, 10, server.clock.now()));
        assertThat(files.attributes("one/a").mode()).isEqualTo(0755);
        assertThat(files.attributes("/sandbox").kind()).isEqualTo(FileKind.DIRECTORY);

        files.delete("one");

        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.list("one"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> isol8.getFile("no"))
                .hasMessageStartingWith("File download failed: ");
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.attributes("no"))
                .hasMessageStartingWith("File lookup failed: ");
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.list("no"))
                .hasMessageStartingWith("Directory listing failed: ");
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.delete("no"))
                .hasMessageStartingWith("File deletion failed: ");
    }

    @Test
    void whatTheSandboxRefusesFails() {
        isol8.putFile("file", TEXT);
        files.makeDirectory("directory");

        assertFails(ErrorCode.FILE_FAILED, () -> isol8.putFile("directory", TEXT))
                .hasMessageStartingWith("File upload failed: ");
        assertFails(ErrorCode.FILE_FAILED, () -> isol8.putFile("file/below", TEXT));
        assertFails(ErrorCode.FILE_FAILED, () -> files.makeDirectory("file"))
                .hasMessageStartingWith("Directory creation failed: ");
        assertFails(ErrorCode.FILE_FAILED, () -> files.list("file"))
                .hasMessage("Directory listing failed: Not a directory");
        assertFails(ErrorCode.FILE_FAILED, () -> isol8.getFile("directory"))
                .hasMessage("File download failed: Is a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x", "/sandbox", "", "/tmp/../x", "a\0b"})
    void pathsThatLeadElsewhereAreRefused(String path) {
        assertFails(ErrorCode.INVALID_REQUEST, () -> isol8.putFile(path, TEXT));
        assertFails(ErrorCode.INVALID_REQUEST, () -> isol8.getFile(path));
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.delete(path));
    }

    /** So much, and then whatever {@code end} throws. */
    private static InputStream breakingOff(int count, Callable<Integer> end) {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    return end.call();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };
        return new SequenceInputStream(new ByteArrayInputStream(random(count)), broken);
    }

    /** The server learns of a broken upload by its connection, in its own time. */
    private void awaitThereIsNo(String path) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertFails(ErrorCode.FILE_NOT_FOUND, () -> isol8.getFile(path)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 200_000})
    void aFileWhoseContentBreaksOffIsNotThere(int count) {
        InputStream broken = breakingOff(count, () -> {
            throw new IOException("the disk is gone");
        });

        assertFails(ErrorCode.FILE_FAILED, () -> files.write("half", SandboxFiles.READABLE, broken))
                .hasMessage("File upload failed: the disk is gone");

        awaitThereIsNo("half");
    }

    @Test
    void whatTheContentThrowsComesThrough() {
        IllegalStateException mistake = new IllegalStateException("no more");
        InputStream broken = breakingOff(200_000, () -> {
            throw mistake;
        });

        assertThatThrownBy(() -> files.write("half", SandboxFiles.READABLE, broken))
                .isSameAs(mistake);

        awaitThereIsNo("half");
    }

    @Test
    void anInterruptEndsAnUpload() {
        InputStream interrupting = breakingOff(200_000, () -> {
            Thread.currentThread().interrupt();
            return -1;
        });

        assertFails(ErrorCode.CANCELLED, () -> files.write("half", SandboxFiles.READABLE, interrupting));

        assertThat(Thread.interrupted()).isTrue();
        awaitThereIsNo("half");
    }

    @Test
    void anInterruptedThreadIsServedNothing() {
        isol8.putFile("x", TEXT);
        Thread.currentThread().interrupt();

        assertFails(ErrorCode.CANCELLED, () -> isol8.getFile("x"));
        assertFails(ErrorCode.CANCELLED, () -> isol8.putFile("x", TEXT));
        assertFails(ErrorCode.CANCELLED, isol8::listSessions);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(isol8.getFile("x")).isEqualTo(TEXT);
    }

    @Test
    void withoutASessionThereAreNoFiles() {
        try (RemoteIsol8 ephemeral = server.client().build()) {
            assertFails(ErrorCode.NO_SANDBOX, () -> ephemeral.putFile("x", TEXT))
                    .hasMessage("File operations require a sessionId (persistent mode)");
            assertFails(ErrorCode.NO_SANDBOX, () -> ephemeral.getFile("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> ephemeral.files().list("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> ephemeral.files().attributes("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> ephemeral.files().makeDirectory("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> ephemeral.files().delete("x"));
        }
    }

    @Test
    void beforeAnythingRanThereAreNoneEither() {
        try (RemoteIsol8 early = server.client().sessionId("early").build()) {
            assertFails(ErrorCode.NO_SANDBOX, () -> early.putFile("x", TEXT))
                    .hasMessageStartingWith("File upload failed: ");
            assertFails(ErrorCode.NO_SANDBOX, () -> early.putFile("x", random(30_000_000)));
            assertFails(ErrorCode.NO_SANDBOX, () -> early.getFile("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> early.files().attributes("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> early.files().list("/tmp"));
            assertFails(ErrorCode.NO_SANDBOX, () -> early.files().makeDirectory("x"));
            assertFails(ErrorCode.NO_SANDBOX, () -> early.files().delete("x"));
        }
    }

    @Test
    void whatIsReadIntoMemoryIsBounded() {
        isol8.putFile("ten", TEXT);

        assertThat(files.read("ten", 10)).isEqualTo(TEXT);
        assertFails(ErrorCode.FILE_FAILED, () -> files.read("ten", 9));
    }

    @Test
    void sessionsAreListedAndEnded() {
        assertThat(isol8.listSessions()).extracting(SessionList.Session::id).containsExactly(SESSION);

        isol8.deleteSession(SESSION);
        isol8.deleteSession("another");

        assertThat(isol8.listSessions()).isEmpty();
    }

    @Test
    void stopEndsTheSession() {
        isol8.putFile("x", TEXT);

        isol8.stop();
        isol8.stop();

        assertThat(server.containers.open()).isEmpty();
        assertThat(server.service.sessions()).isEmpty();
    }

    @Test
    void aSessionThatIsToBeKeptOutlivesTheClient() {
        isol8.putFile("x", TEXT);

        RemoteIsol8 another = server.client().sessionId(SESSION).keepSession().build();
        another.stop();
        another.close();

        assertThat(server.service.sessions()).hasSize(1);
        assertThat(isol8.getFile("x")).isEqualTo(TEXT);
    }

    @Test
    void theSessionIsThatOfStreamsToo() {
        isol8.putFile("x", TEXT);
        server.containers.onSource(
                "show", run -> run.stdout(run.file("/sandbox/x").orElseThrow()));

        StringBuilder told = new StringBuilder();
        isol8.execute(ExecutionRequest.builder("bash").code("show").build(), event -> told.append(event));

        assertThat(told.toString()).contains("0123456789");
        assertThat(Arrays.asList(server.service.sessions().toArray())).hasSize(1);
    }
}
