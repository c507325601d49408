package io.isol8.docker.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.FileEntry;
import io.isol8.docker.internal.protocol.FileInfo;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files: in, out, and never beyond the two directories. */
class SupervisorFileTest {

    private static final int ENOENT = 2;
    private static final int EEXIST_OR_NOT_EMPTY = 39;
    private static final int EINVAL = 22;
    private static final int ENOSPC = 28;

    private LocalSupervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        supervisor = LocalSupervisor.start("echo secret > outside/secret; chmod 666 outside/secret");
    }

    @AfterEach
    void stop() throws Exception {
        supervisor.close();
    }

    private static byte[] allBytes(int size) {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) (i + i / 256);
        }
        return data;
    }

    private static PayloadWriter readRequest(String path, long offset, long limit, long credit) {
        return new PayloadWriter().u64(offset).u64(limit).u32(credit).str(path);
    }

    private byte[] read(String path, long offset, long limit) throws Exception {
        int channel = supervisor.request(FrameType.FILE_READ, readRequest(path, offset, limit, LocalSupervisor.MUCH));
        supervisor.next(channel, FrameType.FILE_INFO);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Frame frame = supervisor.next(channel);
        while (frame.type() == FrameType.FILE_DATA) {
            content.writeBytes(frame.payload());
            frame = supervisor.next(channel);
        }
        assertThat(frame.type()).isEqualTo(FrameType.FILE_DONE);
        return content.toByteArray();
    }

    private byte[] read(String path) throws Exception {
        return read(path, 0, -1);
    }

    private ErrorReply failure(FrameType type, PayloadWriter payload) throws Exception {
        int channel = supervisor.request(type, payload);
        return ErrorReply.decode(supervisor.next(channel, FrameType.ERROR).payload());
    }

    private FileInfo stat(String path) throws Exception {
        int channel = supervisor.request(FrameType.FILE_STAT, new PayloadWriter().str(path));
        FileInfo info =
                FileInfo.decode(supervisor.next(channel, FrameType.FILE_INFO).payload());
        supervisor.next(channel, FrameType.FILE_DONE);
        return info;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 256, 65_536, 65_537, 10_000_000})
    void everyByteComesBack(int size) throws Exception {
        byte[] content = allBytes(size);
        assertThat(supervisor.write("/sandbox/some/dir/file", 0640, content)).isEmpty();
        assertThat(read("/sandbox/some/dir/file")).isEqualTo(content);
        assertThat(supervisor.sh("stat -c '%a %u %g %s' some/dir/file").out()).isEqualTo("640 100 101 " + size + "\n");
    }

    @Test
    void aSecondUploadReplacesTheFirstAndItsMode() throws Exception {
        supervisor.write("/tmp/file", 0600, allBytes(1000));
        assertThat(supervisor.write("/tmp/file", 0755, new byte[] {1})).isEmpty();
        assertThat(read("/tmp/file")).containsExactly(1);
        assertThat(stat("/tmp/file").mode()).isEqualTo(0755);
    }

    @Test
    void partsOfAFileCanBeRead() throws Exception {
        byte[] content = allBytes(200_000);
        supervisor.write("/sandbox/file", 0600, content);
        assertThat(read("/sandbox/file", 100, 70_000)).isEqualTo(Arrays.copyOfRange(content, 100, 70_100));
        assertThat(read("/sandbox/file", 199_999, 5)).hasSize(1);
        assertThat(read("/sandbox/file", 200_001, 5)).isEmpty();
        assertThat(read("/sandbox/file", -1, -1)).isEmpty();
        assertThat(read("/sandbox/file", 0, 0)).isEmpty();
    }

    @Test
    void readingWaitsForCreditAndCanBeCancelled() throws Exception {
        supervisor.write("/sandbox/file", 0600, allBytes(1000));
        int channel = supervisor.request(FrameType.FILE_READ, readRequest("/sandbox/file", 0, -1, 10));
        assertThat(FileInfo.decode(supervisor.next(channel, FrameType.FILE_INFO).payload())
                        .size())
                .isEqualTo(1000);
        assertThat(supervisor.next(channel, FrameType.FILE_DATA).payload()).hasSize(10);
        supervisor.ping();
        assertThat(supervisor.poll(channel, Duration.ofMillis(50))).isEmpty();
        supervisor.send(FrameType.CREDIT, channel, new PayloadWriter().u8(3).u32(7));
        assertThat(supervisor.next(channel, FrameType.FILE_DATA).payload()).hasSize(7);
        supervisor.send(FrameType.FILE_CANCEL, channel);
        supervisor.next(channel, FrameType.FILE_DONE);
        // The same number, a credit that comes too late, and then it is in use again.
        supervisor.send(FrameType.CREDIT, channel, new PayloadWriter().u8(3).u32(7));
        supervisor.send(FrameType.FILE_STAT, channel, new PayloadWriter().str("/sandbox/file"));
        supervisor.next(channel, FrameType.FILE_INFO);
    }

    @Test
    void anUploadThatIsNotKeptIsGone() throws Exception {
        int channel = supervisor.request(
                FrameType.FILE_WRITE, new PayloadWriter().u32(0600).str("/sandbox/file"));
        supervisor.send(FrameType.FILE_CHUNK, channel, allBytes(100));
        supervisor.send(FrameType.FILE_COMMIT, channel, new byte[] {0});
        supervisor.next(channel, FrameType.FILE_DONE);
        assertThat(failure(FrameType.FILE_STAT, new PayloadWriter().str("/sandbox/file"))
                        .errno())
                .isEqualTo(ENOENT);
    }

    @Test
    void aFullDirectoryIsAnErrorAndLeavesNoPart() throws Exception {
        assertThat(supervisor.write("/tmp/large", 0600, new byte[70 << 20]))
                .hasValue(new ErrorReply(ENOSPC, "cannot write /tmp/large: No space left on device"));
        assertThat(supervisor.sh("ls -A /tmp").out()).isEmpty();
        assertThat(supervisor.write("/tmp/small", 0600, new byte[1 << 20])).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/",
                "",
                "sandbox/a",
                "/sandboxx/a",
                "/sandbox/../etc/passwd",
                "/sandbox/..",
                "/tmp/a/../b",
                "/dev/shm/a",
                "/proc/self/environ"
            })
    void pathsElsewhereAreRefused(String path) throws Exception {
        assertThat(failure(FrameType.FILE_READ, readRequest(path, 0, -1, 100)).errno())
                .isEqualTo(EINVAL);
        assertThat(supervisor.write(path, 0600, new byte[1]))
                .hasValueSatisfying(error -> assertThat(error.text()).contains(path));
    }

    @Test
    void linksAreFollowedWithinTheDirectoryOnly() throws Exception {
        supervisor.sh("mkdir d; echo inside > d/file; ln -s d/file in; ln -s ../../outside/secret out; "
                + "ln -s /outside/secret absolute; ln -s /outside dir; ln -s /proc/self/root magic; ln -s self self");
        assertThat(read("/sandbox/in")).isEqualTo("inside\n".getBytes(UTF_8));
        for (String path : List.of("out", "absolute", "dir/secret", "magic/outside/secret", "self")) {
            String whole = "/sandbox/" + path;
            assertThat(failure(FrameType.FILE_READ, readRequest(whole, 0, -1, 100))
                            .text())
                    .contains(whole);
            assertThat(supervisor.write(whole, 0600, new byte[1])).isPresent();
        }
        assertThat(supervisor.write("/sandbox/dir/new", 0600, new byte[1])).isPresent();
        failure(FrameType.FILE_MKDIR, new PayloadWriter().str("/sandbox/dir/new"));
        failure(FrameType.FILE_LIST, new PayloadWriter().str("/sandbox/dir"));
        failure(FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox/dir/secret"));
        assertThat(supervisor.sh("cat /outside/secret; ls -A /outside").out()).isEqualTo("secret\nsecret\n");
    }

    @Test
    void withoutOpenat2FilesWorkAndNoLinkIsFollowed() throws Exception {
        supervisor.close();
        supervisor = LocalSupervisor.start("first='/opt/helper old-kernel'; echo secret > outside/secret");
        byte[] content = allBytes(70_000);
        assertThat(supervisor.write("/sandbox/a/b//file", 0640, content)).isEmpty();
        assertThat(read("/sandbox/a/./b/file")).isEqualTo(content);
        assertThat(stat("/sandbox/").kind()).isEqualTo('d');
        supervisor.sh("ln -s a in; ln -s a/b/file link; ln -s ../../outside out; ln -s /outside absolute");
        for (String path : List.of("in/b/file", "link", "out/secret", "absolute/secret")) {
            String whole = "/sandbox/" + path;
            failure(FrameType.FILE_READ, readRequest(whole, 0, -1, 100));
            assertThat(supervisor.write(whole, 0600, new byte[1])).isPresent();
        }
        assertThat(stat("/sandbox/link").kind()).isEqualTo('l');
        assertThat(supervisor.fileRequest(
                        FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox/a")))
                .isEmpty();
        assertThat(supervisor.sh("cat /outside/secret").out()).isEqualTo("secret\n");
        assertThat(supervisor.reset()).isEmpty();
    }

    @Test
    @Timeout(180)
    void aLinkPutInPlaceOfADirectoryMeanwhileIsNotFollowed() throws Exception {
        supervisor.sh("mkdir dir; ln -s /outside link");
        int swapping = supervisor.spawn("/opt/helper", "swap", "/sandbox/dir", "/sandbox/link");
        supervisor.next(swapping, FrameType.STDOUT);
        int written = 0;
        int refused = 0;
        for (int i = 0; i < 3000 || written == 0 || refused == 0; i++) {
            if (supervisor
                    .write("/sandbox/dir/file" + i % 10, 0600, new byte[1])
                    .isEmpty()) {
                written++;
            } else {
                refused++;
            }
            supervisor.fileRequest(
                    FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox/dir/secret"));
        }
        supervisor.send(FrameType.KILL, swapping);
        supervisor.await(swapping);
        assertThat(supervisor.sh("cat /outside/secret; ls -A /outside").out()).isEqualTo("secret\nsecret\n");
    }

    @Test
    void whatIsNoRegularFileIsRefusedAtOnce() throws Exception {
        int reader = supervisor.spawn("sh", "-c", "mkfifo fifo held; mkdir dir; echo up; exec 3<>held; cat fifo");
        supervisor.next(reader, FrameType.STDOUT);
        for (String path : List.of("/sandbox/fifo", "/sandbox/held", "/sandbox/dir", "/sandbox")) {
            failure(FrameType.FILE_READ, readRequest(path, 0, -1, 100));
            assertThat(supervisor.write(path, 0600, new byte[1])).as(path).isPresent();
        }
        assertThat(stat("/sandbox/fifo").kind()).isEqualTo('o');
        supervisor.ping();
    }

    @Test
    void statTellsKindModeSizeAndTime() throws Exception {
        supervisor.sh("echo 12345 > file; chmod 604 file; touch -d @1700000000.5 file; mkdir -m 711 dir; ln -s x link;"
                + " touch -d @-5 old");
        assertThat(stat("/sandbox/file")).isEqualTo(new FileInfo('f', 0604, 6, 1_700_000_000_500L));
        assertThat(stat("/sandbox/dir").kind()).isEqualTo('d');
        assertThat(stat("/sandbox/dir").mode()).isEqualTo(0711);
        assertThat(stat("/sandbox/link").kind()).isEqualTo('l');
        assertThat(stat("/sandbox").kind()).isEqualTo('d');
        assertThat(stat("/sandbox/old").modifiedMillis()).isZero();
        assertThat(failure(FrameType.FILE_STAT, new PayloadWriter().str("/sandbox/none")))
                .isEqualTo(new ErrorReply(ENOENT, "cannot stat /sandbox/none: No such file or directory"));
    }

    @Test
    void listTellsEveryEntryOfALargeDirectoryAndAnswersMeanwhile() throws Exception {
        supervisor.run("/opt/helper", "many", "20000");
        int channel = supervisor.request(FrameType.FILE_LIST, new PayloadWriter().str("/sandbox"));
        supervisor.ping();
        Set<String> names = new HashSet<>();
        Frame frame = supervisor.next(channel);
        while (frame.type() == FrameType.FILE_ENTRY) {
            FileEntry entry = FileEntry.decode(frame.payload());
            assertThat(entry.info().kind()).isEqualTo('f');
            names.add(entry.name());
            frame = supervisor.next(channel);
        }
        assertThat(frame.type()).isEqualTo(FrameType.FILE_DONE);
        assertThat(names).hasSize(20_000).contains("file-1", "file-20000");
    }

    @Test
    void makesDirectoriesWithTheirParents() throws Exception {
        String path = "/sandbox/a//b/./c/";
        assertThat(supervisor.fileRequest(FrameType.FILE_MKDIR, new PayloadWriter().str(path)))
                .isEmpty();
        assertThat(supervisor.fileRequest(FrameType.FILE_MKDIR, new PayloadWriter().str(path)))
                .isEmpty();
        assertThat(supervisor.fileRequest(FrameType.FILE_MKDIR, new PayloadWriter().str("/tmp")))
                .isEmpty();
        assertThat(stat("/sandbox/a/b/c").kind()).isEqualTo('d');
        supervisor.sh("echo > file");
        assertThat(supervisor.fileRequest(FrameType.FILE_MKDIR, new PayloadWriter().str("/sandbox/file")))
                .isPresent();
        assertThat(supervisor.fileRequest(FrameType.FILE_MKDIR, new PayloadWriter().str("/sandbox/file/x")))
                .isPresent();
    }

    @Test
    void deletesFilesAndEmptyDirectoriesAndTreesIfAsked() throws Exception {
        supervisor.sh("mkdir -p t/a/b t/c empty; echo > t/a/b/file; ln -s /outside t/out; chmod 000 t/a; echo > file");
        for (String path : List.of("/sandbox/file", "/sandbox/empty")) {
            assertThat(supervisor.fileRequest(
                            FrameType.FILE_DELETE, new PayloadWriter().u8(0).str(path)))
                    .isEmpty();
        }
        assertThat(failure(FrameType.FILE_DELETE, new PayloadWriter().u8(0).str("/sandbox/t"))
                        .errno())
                .isEqualTo(EEXIST_OR_NOT_EMPTY);
        assertThat(supervisor.fileRequest(
                        FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox/t")))
                .isEmpty();
        assertThat(supervisor.sh("ls -A; ls /outside").out()).isEqualTo("secret\n");
        assertThat(failure(FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox/t"))
                        .errno())
                .isEqualTo(ENOENT);
        failure(FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox"));
    }

    @Test
    void deletingATreeAnswersMeanwhile() throws Exception {
        supervisor.sh("mkdir t; cd t; exec /opt/helper deep 20000");
        int channel = supervisor.request(
                FrameType.FILE_DELETE, new PayloadWriter().u8(1).str("/sandbox/t"));
        supervisor.ping();
        supervisor.next(channel, FrameType.FILE_DONE);
        assertThat(supervisor.sh("ls -A").out()).isEmpty();
    }

    @Test
    void thereIsABoundForRequestsAtATime() throws Exception {
        List<Integer> channels = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            channels.add(supervisor.request(
                    FrameType.FILE_WRITE, new PayloadWriter().u32(0600).str("/sandbox/" + i)));
        }
        supervisor.next(channels.get(16), FrameType.ERROR);
        supervisor.send(FrameType.FILE_COMMIT, channels.get(0), new byte[] {1});
        supervisor.next(channels.get(0), FrameType.FILE_DONE);
        assertThat(supervisor.write("/sandbox/more", 0600, new byte[1])).isEmpty();
        // The others end with the reset.
        assertThat(supervisor.reset()).isEmpty();
        supervisor.next(channels.get(1), FrameType.ERROR);
    }
}
