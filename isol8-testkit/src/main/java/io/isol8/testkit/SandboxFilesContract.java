package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.OpenFile;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of every sandbox do: the promises of {@link SandboxFiles}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SandboxFilesContract extends SandboxHarness {

    private static final int HUNDRED_KIB = 100 * 1024;
    private static final int LARGE = 5_000_001;

    /** Bytes with every value, in no pattern of a length that a power of two divides. */
    private static byte[] bytes(int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i + i / 256 + i / 65_536);
        }
        return content;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(SandboxFiles files, String path, long offset, long length) throws IOException {
        try (OpenFile file = files.open(path, offset, length)) {
            return file.content().readAllBytes();
        }
    }

    private static byte[] read(SandboxFiles files, String path) throws IOException {
        try (OpenFile file = files.open(path)) {
            return file.content().readAllBytes();
        }
    }

    private static List<String> names(SandboxFiles files, String directory) {
        return files.list(directory).stream().map(DirectoryEntry::name).toList();
    }

    private static void assertMissing(SandboxFiles files, String path) {
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.attributes(path));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 65_535, 65_536, 65_537, HUNDRED_KIB, LARGE})
    void everyByteArrivesAndComesBack(int size) throws IOException, InterruptedException {
        Sandbox sandbox = create();
        byte[] content = bytes(size);

        sandbox.files().write("/sandbox/file", 0644, content);

        assertThat(run(sandbox, program(ShellProgram.CAT_FILE, "/sandbox/file")).stdout())
                .isEqualTo(content);
        assertThat(read(sandbox.files(), "/sandbox/file")).isEqualTo(content);
        assertThat(sandbox.files().read("/sandbox/file", size)).isEqualTo(content);
    }

    @FunctionalInterface
    private interface NextByte {
        int read() throws IOException;
    }

    /** Yields one byte at a time, and must not be closed. */
    private static final class Drips extends InputStream {

        private final NextByte next;

        Drips(NextByte next) {
            this.next = next;
        }

        @Override
        public int read() throws IOException {
            return next.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int value = next.read();
            if (value < 0) {
                return -1;
            }
            target[offset] = (byte) value;
            return 1;
        }

        @Override
        public void close() {
            throw new AssertionError("closed");
        }
    }

    @Test
    void aStreamIsReadToItsEndAndNotClosed() throws IOException {
        SandboxFiles files = create().files();
        InputStream content = new ByteArrayInputStream(bytes(HUNDRED_KIB));

        files.write("/tmp/file", 0644, new Drips(content::read));

        assertThat(read(files, "/tmp/file")).isEqualTo(bytes(HUNDRED_KIB));
    }

    @Test
    void aFileIsReplacedAndHasItsModeAndOwner() throws InterruptedException, IOException {
        Sandbox sandbox = create();
        SandboxFiles files = sandbox.files();
        files.write("/sandbox/file", 0600, text("a longer first version"));
        files.write("/sandbox/file", 0755, text("second"));
        files.write("/sandbox/empty", 0600, new byte[0]);

        assertThat(read(files, "/sandbox/file")).isEqualTo(text("second"));
        assertThat(files.attributes("/sandbox/file").mode()).isEqualTo(0755);
        assertThat(run(sandbox, program(ShellProgram.STAT_FILE, "/sandbox/file"))
                        .out())
                .isEqualTo("755 100:101\n");
        assertThat(run(sandbox, program(ShellProgram.STAT_FILE, "/sandbox/empty"))
                        .out())
                .isEqualTo("600 100:101\n");
    }

    @Test
    void nobodyGetsMoreThanTheNinePermissionBits() {
        SandboxFiles files = create().files();
        files.write("/sandbox/file", 07755, new byte[0]);

        assertThat(files.attributes("/sandbox/file").mode()).isEqualTo(0755);
    }

    @Test
    void parentsAreMade() throws IOException {
        SandboxFiles files = create().files();
        files.write("/tmp/a/b/c/file", 0644, text("deep"));

        assertThat(read(files, "/tmp/a/b/c/file")).isEqualTo(text("deep"));
        assertThat(files.attributes("/tmp/a/b").kind()).isEqualTo(FileKind.DIRECTORY);
    }

    @Test
    void partsCanBeRead() throws IOException {
        SandboxFiles files = create().files();
        byte[] content = bytes(200_000);
        files.write("/sandbox/file", 0644, content);

        assertThat(read(files, "/sandbox/file", 100, 70_000)).isEqualTo(Arrays.copyOfRange(content, 100, 70_100));
        assertThat(read(files, "/sandbox/file", 199_999, 5)).containsExactly(content[199_999]);
        assertThat(read(files, "/sandbox/file", 0, 0)).isEmpty();
        assertThat(read(files, "/sandbox/file", 200_000, 5)).isEmpty();
        assertThat(read(files, "/sandbox/file", 200_001, Long.MAX_VALUE)).isEmpty();
        assertThat(read(files, "/sandbox/file", Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.open("/sandbox/file", -1, 5));
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.open("/sandbox/file", 5, -1));
    }

    @Test
    void anOpenFileCanBePassedOnAndReadOneByOne() throws IOException {
        SandboxFiles files = create().files();
        byte[] content = bytes(HUNDRED_KIB);
        files.write("/sandbox/file", 0644, content);

        try (OpenFile file = files.open("/sandbox/file")) {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            assertThat(file.content().read()).isEqualTo(content[0] & 0xff);
            assertThat(file.content().readNBytes(300)).isEqualTo(Arrays.copyOfRange(content, 1, 301));
            assertThat(file.content().transferTo(rest)).isEqualTo(HUNDRED_KIB - 301);
            assertThat(rest.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 301, HUNDRED_KIB));
            assertThat(file.content().read()).isEqualTo(-1);
        }
    }

    @Test
    void anOpenFileTellsWhatItIsAndCanBeClosedAtAnyTime() throws IOException {
        SandboxFiles files = create().files();
        byte[] content = bytes(LARGE);
        files.write("/sandbox/file", 0640, content);

        for (int i = 0; i < 40; i++) {
            try (OpenFile file = files.open("/sandbox/file")) {
                assertThat(file.attributes().kind()).isEqualTo(FileKind.FILE);
                assertThat(file.attributes().mode()).isEqualTo(0640);
                assertThat(file.attributes().size()).isEqualTo(LARGE);
                assertThat(file.content().readNBytes(i * 10_000)).isEqualTo(Arrays.copyOf(content, i * 10_000));
                file.close();
            }
        }
    }

    @Test
    void whatIsReadIntoMemoryIsBounded() {
        SandboxFiles files = create().files();
        files.write("/sandbox/file", 0644, bytes(1001));

        assertThat(files.read("/sandbox/file", 1001)).hasSize(1001);
        assertThat(messageOf(ErrorCode.FILE_FAILED, () -> files.read("/sandbox/file", 1000)))
                .isEqualTo("Failed to read file /sandbox/file in container: it has more than 1000 bytes");
    }

    @Test
    void attributesTellKindModeSizeAndTime() {
        SandboxFiles files = create().files();
        files.write("/sandbox/file", 0604, bytes(12));
        files.makeDirectory("/sandbox/directory");

        FileAttributes file = files.attributes("/sandbox/file");
        assertThat(file.kind()).isEqualTo(FileKind.FILE);
        assertThat(file.mode()).isEqualTo(0604);
        assertThat(file.size()).isEqualTo(12);
        assertThat(file.modified()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(files.attributes("/sandbox/directory").kind()).isEqualTo(FileKind.DIRECTORY);
        assertThat(files.attributes("/sandbox/directory").mode()).isEqualTo(0755);
        assertThat(files.attributes("/sandbox").kind()).isEqualTo(FileKind.DIRECTORY);
        assertThat(files.attributes("/tmp").kind()).isEqualTo(FileKind.DIRECTORY);
    }

    @Test
    void directoriesAreListedByName() {
        SandboxFiles files = create().files();
        assertThat(files.list("/sandbox")).isEmpty();
        files.write("/sandbox/b", 0600, bytes(3));
        files.write("/sandbox/a.txt", 0644, bytes(4));
        files.write("/sandbox/a/below", 0644, bytes(5));
        files.write("/sandbox/B", 0644, bytes(6));

        List<DirectoryEntry> entries = files.list("/sandbox");

        assertThat(entries).extracting(DirectoryEntry::name).containsExactly("B", "a", "a.txt", "b");
        assertThat(entries.get(1).attributes().kind()).isEqualTo(FileKind.DIRECTORY);
        assertThat(entries.get(3).attributes().kind()).isEqualTo(FileKind.FILE);
        assertThat(entries.get(3).attributes().mode()).isEqualTo(0600);
        assertThat(entries.get(3).attributes().size()).isEqualTo(3);
        assertThat(names(files, "a")).containsExactly("below");
    }

    @Test
    void directoriesAreMadeWithTheirParentsAndMayExist() {
        SandboxFiles files = create().files();
        files.makeDirectory("/sandbox/a/b/c");
        files.makeDirectory("/sandbox/a/b/c");
        files.makeDirectory("/sandbox");
        files.makeDirectory("/tmp");

        assertThat(names(files, "/sandbox/a/b")).containsExactly("c");
    }

    @Test
    void filesAndWholeDirectoriesAreDeleted() {
        SandboxFiles files = create().files();
        files.write("/sandbox/tree/a/b/file", 0644, bytes(1));
        files.write("/sandbox/tree/other", 0000, bytes(1));
        files.write("/sandbox/tree2", 0644, bytes(1));
        files.makeDirectory("/sandbox/empty");

        files.delete("/sandbox/tree");
        files.delete("/sandbox/empty");
        assertThat(names(files, "/sandbox")).containsExactly("tree2");
        files.delete("tree2");
        assertThat(files.list("/sandbox")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        SandboxFiles files = create().files();

        assertThat(messageOf(ErrorCode.FILE_NOT_FOUND, () -> files.open("/sandbox/none")))
                .isEqualTo("Failed to read file /sandbox/none in container: No such file or directory (exit code 2)");
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.open("/sandbox/no/such/file"));
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.read("none", 10));
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.attributes("/tmp/none"));
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.list("/tmp/none"));
        assertFails(ErrorCode.FILE_NOT_FOUND, () -> files.delete("/tmp/none"));
    }

    @Test
    void aDirectoryIsNoFile() {
        SandboxFiles files = create().files();
        files.makeDirectory("/sandbox/directory");

        assertThat(messageOf(ErrorCode.FILE_FAILED, () -> files.write("directory", 0644, bytes(1))))
                .isEqualTo("Failed to write file directory in container: Is a directory (exit code 21)");
        assertThat(messageOf(ErrorCode.FILE_FAILED, () -> files.open("directory")))
                .isEqualTo("Failed to read file directory in container: Is a directory (exit code 21)");
        assertThat(files.attributes("directory").kind()).isEqualTo(FileKind.DIRECTORY);
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        SandboxFiles files = create().files();
        files.write("/sandbox/file", 0644, bytes(1));

        assertFails(ErrorCode.FILE_FAILED, () -> files.list("/sandbox/file"));
        assertFails(ErrorCode.FILE_FAILED, () -> files.makeDirectory("/sandbox/file"));
        assertFails(ErrorCode.FILE_FAILED, () -> files.makeDirectory("/sandbox/file/below"));
        assertFails(ErrorCode.FILE_FAILED, () -> files.write("/sandbox/file/below", 0644, bytes(1)));
        assertFails(ErrorCode.FILE_FAILED, () -> files.open("/sandbox/file/below"));
        assertFails(ErrorCode.FILE_FAILED, () -> files.attributes("/sandbox/file/below"));
        assertFails(ErrorCode.FILE_FAILED, () -> files.delete("/sandbox/file/below"));
        assertThat(read(files, "/sandbox/file")).isEqualTo(bytes(1));
    }

    @Test
    void namesMayBeOdd() throws IOException, InterruptedException {
        Sandbox sandbox = create();
        SandboxFiles files = sandbox.files();
        List<String> names = List.of(
                "ö€😀",
                "mit Leerzeichen ",
                "-rf",
                "two\nlines",
                "*",
                "it's",
                "\"",
                "\\",
                "...",
                "$HOME",
                "~",
                "#",
                "\u0001\u007f",
                "x".repeat(255));
        for (String name : names) {
            files.write("/sandbox/odd/" + name, 0644, text(name));
        }

        assertThat(names(files, "odd")).isEqualTo(names.stream().sorted().toList());
        for (String name : names) {
            assertThat(read(files, "odd/" + name)).isEqualTo(text(name));
            assertThat(run(sandbox, program(ShellProgram.CAT_FILE, "/sandbox/odd/" + name))
                            .stdout())
                    .isEqualTo(text(name));
            files.delete("/sandbox/odd/" + name);
        }
        assertThat(files.list("odd")).isEmpty();
    }

    @Test
    void relativePathsStartAtTheSandboxAndPathsAreNormalised() throws IOException {
        SandboxFiles files = create().files();
        files.write("a/./b/../file", 0644, text("here"));

        assertThat(read(files, "/sandbox/a/file")).isEqualTo(text("here"));
        assertThat(read(files, "//sandbox//a//file")).isEqualTo(text("here"));
        assertThat(read(files, "/tmp/../sandbox/a/file")).isEqualTo(text("here"));
        assertThat(names(files, ".")).containsExactly("a");
        assertMissing(files, "/sandbox/a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/sandboxes/file",
                "/sandbox/../etc/passwd",
                "../etc/passwd",
                "/proc/1/mem",
                "/dev/shm/file",
                "/",
                "",
                "a\0b"
            })
    void pathsElsewhereAreRefused(String path) throws InterruptedException {
        Sandbox sandbox = create();
        SandboxFiles files = sandbox.files();

        List<ThrowingCallable> operations = List.of(
                () -> files.write(path, 0644, bytes(1)),
                () -> files.open(path),
                () -> files.read(path, 1),
                () -> files.attributes(path),
                () -> files.list(path),
                () -> files.makeDirectory(path),
                () -> files.delete(path));
        for (ThrowingCallable operation : operations) {
            assertFails(ErrorCode.INVALID_REQUEST, operation);
        }
        assertThat(run(sandbox, program(ShellProgram.ECHO_ARGS, "alive")).out()).isEqualTo("alive\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sandbox", "/tmp", "/tmp/", ".", "/sandbox/a/.."})
    void theTwoDirectoriesAreNeitherFilesNorDeleted(String path) {
        SandboxFiles files = create().files();

        assertFails(ErrorCode.INVALID_REQUEST, () -> files.write(path, 0644, bytes(1)));
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.open(path));
        assertFails(ErrorCode.INVALID_REQUEST, () -> files.delete(path));
    }

    /** So many bytes, and then what {@code next} does. */
    private static InputStream endingIn(int size, NextByte next) {
        InputStream first = new ByteArrayInputStream(bytes(size));
        return new Drips(() -> {
            int value = first.read();
            return value < 0 ? next.read() : value;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 65_536, LARGE})
    void ofAFileWhoseContentFailsNothingIsLeft(int size) throws IOException {
        SandboxFiles files = create().files();
        files.write("/sandbox/before", 0644, text("before"));
        NextByte failing = () -> {
            throw new IOException("the other end hung up");
        };
        for (String path : List.of("/sandbox/new", "/sandbox/before")) {
            assertThat(messageOf(ErrorCode.FILE_FAILED, () -> files.write(path, 0644, endingIn(size, failing))))
                    .isEqualTo("Failed to write file " + path + " in container: the other end hung up");
            assertMissing(files, path);
        }
        assertThat(files.list("/sandbox")).isEmpty();
        files.write("/sandbox/new", 0644, text("works"));
        assertThat(read(files, "/sandbox/new")).isEqualTo(text("works"));
    }

    @Test
    void whatAContentThrowsComesThroughAndNothingIsLeft() {
        SandboxFiles files = create().files();
        IllegalStateException mistake = new IllegalStateException("a mistake");
        NextByte failing = () -> {
            throw mistake;
        };

        assertThatThrownBy(() -> files.write("file", 0644, endingIn(HUNDRED_KIB, failing)))
                .isSameAs(mistake);
        assertMissing(files, "file");
    }

    @Test
    void anInterruptEndsAnUploadAndNothingIsLeft() {
        SandboxFiles files = create().files();
        NextByte interrupting = () -> {
            Thread.currentThread().interrupt();
            return 1;
        };

        assertFails(ErrorCode.CANCELLED, () -> files.write("file", 0644, endingIn(HUNDRED_KIB, interrupting)));

        assertThat(Thread.interrupted()).isTrue();
        assertMissing(files, "file");
    }

    @Test
    void anInterruptedThreadIsServedNothing() {
        SandboxFiles files = create().files();
        Thread.currentThread().interrupt();

        assertFails(ErrorCode.CANCELLED, () -> files.write("file", 0644, bytes(1)));
        assertFails(ErrorCode.CANCELLED, () -> files.list("/sandbox"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(files.list("/sandbox")).isEmpty();
    }

    @Test
    void filesComeAndGoWhileAProgramRuns() throws InterruptedException, IOException {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.spawn(program(ShellProgram.SLEEP_FOREVER));
        next(process);
        byte[] content = bytes(LARGE);

        sandbox.files().write("/sandbox/file", 0644, content);

        assertThat(read(sandbox.files(), "/sandbox/file")).isEqualTo(content);
        assertThat(process.poll(Duration.ZERO)).isEmpty();
        sandbox.files().delete("/sandbox/file");
        process.kill();
        assertThat(follow(process).exit().killed()).isTrue();
    }

    @Test
    void manyTransfersGoOnAtOnce() throws InterruptedException {
        Sandbox sandbox = create();
        SandboxProcess process = sandbox.spawn(program(ShellProgram.CAT_STDIN).withInteractive(true));
        List<CompletableFuture<Void>> transfers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String path = "/sandbox/many/" + i;
            byte[] content = bytes(300_000 + i);
            CompletableFuture<Void> transfer = new CompletableFuture<>();
            transfers.add(transfer);
            inBackground(
                    () -> {
                        sandbox.files().write(path, 0644, content);
                        assertThat(sandbox.files().read(path, content.length)).isEqualTo(content);
                        transfer.complete(null);
                    },
                    transfer);
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> transfers.stream().allMatch(CompletableFuture::isDone));

        assertThat(transfers).allSatisfy(transfer -> assertThat(transfer).isCompleted());
        assertThat(sandbox.files().list("/sandbox/many")).hasSize(40);
        process.endStdin();
        assertThat(follow(process).exit().status()).isZero();
    }

    @Test
    void openFilesDoNotKeepUploadsWaitingWhenTheyAreClosed() throws IOException {
        SandboxFiles files = create().files();
        files.write("/sandbox/file", 0644, bytes(LARGE));
        List<OpenFile> open = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            open.add(files.open("/sandbox/file"));
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        inBackground(
                () -> {
                    files.write("/sandbox/other", 0644, bytes(1));
                    written.complete(null);
                },
                written);

        for (OpenFile each : open) {
            each.close();
        }

        await().atMost(PATIENCE).until(written::isDone);
        assertThat(written).isCompleted();
    }

    @Test
    void filesOfASandboxThatIsGoneAreLost() throws IOException {
        Sandbox sandbox = create();
        SandboxFiles files = sandbox.files();
        files.write("/sandbox/file", 0644, bytes(LARGE));
        try (OpenFile open = files.open("/sandbox/file")) {
            assertThat(open.content().read()).isZero();

            sandbox.close();

            assertThatThrownBy(() -> open.content().readAllBytes())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Failed to read file /sandbox/file in container: The sandbox is gone: ");
        }
        List<ThrowingCallable> operations = List.of(
                () -> files.write("/sandbox/file", 0644, bytes(1)),
                () -> files.open("/sandbox/file"),
                () -> files.read("/sandbox/file", 1),
                () -> files.attributes("/sandbox/file"),
                () -> files.list("/sandbox"),
                () -> files.makeDirectory("/sandbox/a"),
                () -> files.delete("/sandbox/file"));
        for (ThrowingCallable operation : operations) {
            assertFails(ErrorCode.SANDBOX_LOST, operation);
        }
    }

    @Test
    void anUploadIntoASandboxThatGoesAwayIsLost() {
        Sandbox sandbox = create();
        NextByte closing = () -> {
            sandbox.close();
            return 1;
        };

        assertFails(ErrorCode.SANDBOX_LOST, () -> sandbox.files().write("file", 0644, endingIn(LARGE, closing)));
    }

    @Test
    void aResetTakesTheFilesAway() throws IOException {
        Sandbox sandbox = create();
        sandbox.files().write("/sandbox/a/file", 0644, bytes(1));
        sandbox.files().write("/tmp/file", 0644, bytes(1));

        assertThat(sandbox.reset()).isTrue();

        assertThat(sandbox.files().list("/sandbox")).isEmpty();
        assertThat(sandbox.files().list("/tmp")).isEmpty();
    }

    private static String messageOf(ErrorCode code, ThrowingCallable call) {
        List<String> messages = new ArrayList<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(Isol8Exception.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            messages.add(failure.message());
        });
        return messages.get(0);
    }
}
