package io.isol8.docker.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reset: nothing of one run is there for the next, or the supervisor says so. */
class SupervisorResetTest {

    private static final String EVERYTHING = "ls -A /sandbox /tmp /dev/shm /dev/mqueue; tail -qn +2 /proc/sysvipc/*";
    private static final String NOTHING = "/dev/mqueue:\n\n/dev/shm:\n\n/sandbox:\n\n/tmp:\n";

    @Test
    void everythingIsGone() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            assertThat(supervisor.sh(EVERYTHING).out()).isEqualTo(NOTHING);
            supervisor.run("/opt/helper", "ipc");
            supervisor.sh("/opt/helper locked; cd /tmp; /opt/helper locked; cd /dev/shm; /opt/helper locked");
            supervisor.await(supervisor.spawn(LocalSupervisor.spec(0, true, "/opt/helper", "daemon", "/tmp/pid")));
            assertThat(supervisor
                            .await(supervisor.spawn(LocalSupervisor.spec(0, true, "sh", "-c", EVERYTHING)))
                            .out()
                            .lines())
                    .hasSizeGreaterThan(NOTHING.lines().toList().size() + 8);
            assertThat(supervisor.reset()).isEmpty();
            assertThat(supervisor.sh(EVERYTHING).out()).isEqualTo(NOTHING);
            assertThat(supervisor.sh("echo /proc/[0-9]*").out().split(" ")).hasSize(2);
        }
    }

    @Test
    void theDirectoryItselfIsAsItWas() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            String before = supervisor.run("/opt/helper", "look").out();
            supervisor.sh("touch -d @1000 /sandbox; exec /opt/helper attributes");
            assertThat(supervisor.reset()).isEmpty();
            assertThat(supervisor.run("/opt/helper", "look").out()).isEqualTo(before);
            assertThat(supervisor.sh("stat -c %X /sandbox").out()).hasSizeGreaterThan(6);
        }
    }

    @Test
    void timesTellNothing() throws Exception {
        String times = "stat -c %.9Y /sandbox /tmp /dev/shm";
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            String left = supervisor
                    .sh("for d in /sandbox /tmp /dev/shm; do > $d/a; rm $d/a; done; " + times + "; sleep 0.1")
                    .out();
            assertThat(supervisor.reset()).isEmpty();
            assertThat(supervisor.sh(times).out().lines())
                    .hasSize(3)
                    .doesNotContainAnyElementsOf(left.lines().toList());
        }
    }

    @Test
    void socketsThatHoldEachOtherGo() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            String none = supervisor.sh("cat /proc/net/unix").out();
            for (int i = 0; i < 20; i++) {
                assertThat(supervisor.run("/opt/helper", "entangle").exit().status())
                        .isZero();
                assertThat(supervisor.reset()).isEmpty();
                assertThat(supervisor.sh("cat /proc/net/unix").out()).isEqualTo(none);
            }
        }
    }

    @Test
    void treesOfAnyDepthGo() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            for (String dir : new String[] {"/sandbox", "/tmp", "/dev/shm"}) {
                supervisor.sh("cd " + dir + "; exec /opt/helper deep 100000");
            }
            long start = System.nanoTime();
            assertThat(supervisor.reset()).isEmpty();
            System.out.printf(
                    "supervisor: three trees of 100000 levels in %d ms%n", (System.nanoTime() - start) / 1_000_000);
            assertThat(supervisor.sh(EVERYTHING).out()).isEqualTo(NOTHING);
        }
    }

    @Test
    void manyFilesGoWhilePingsAreAnswered() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            supervisor.sh("/opt/helper many 200000");
            int reset = supervisor.newChannel();
            int ping = supervisor.newChannel();
            int program = supervisor.newChannel();
            int upload = supervisor.newChannel();
            supervisor.send(List.of(
                    new Frame(FrameType.RESET, reset, new byte[0]),
                    new Frame(FrameType.PING, ping, new byte[] {1}),
                    new Frame(
                            FrameType.SPAWN,
                            program,
                            LocalSupervisor.spec(0, false, "true").encode()),
                    new Frame(
                            FrameType.FILE_WRITE,
                            upload,
                            new PayloadWriter().u32(0600).str("/sandbox/file").toBytes())));
            supervisor.next(ping, FrameType.PONG);
            // Until it is done nothing new begins.
            supervisor.next(program, FrameType.ERROR);
            supervisor.next(upload, FrameType.ERROR);
            assertThat(LocalSupervisor.leftOver(supervisor.next(reset, FrameType.RESET_DONE)))
                    .isEmpty();
        }
    }

    @Test
    void whatRunsEndsFirst() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            int program = supervisor.spawn("sh", "-c", "echo up; sleep 1000");
            int kept = supervisor.spawn(LocalSupervisor.spec(0, true, "sh", "-c", "echo up; sleep 1000"));
            supervisor.next(program, FrameType.STDOUT);
            supervisor.next(kept, FrameType.STDOUT);
            int upload = supervisor.request(
                    FrameType.FILE_WRITE, new PayloadWriter().u32(0600).str("/sandbox/file"));
            assertThat(supervisor.reset()).isEmpty();
            assertThat(supervisor.await(program).exit().status()).isEqualTo(9);
            assertThat(supervisor.await(kept).exit().killed()).isFalse();
            supervisor.next(upload, FrameType.ERROR);
        }
    }

    @Test
    void whatCannotBeRemovedIsReported() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start(
                "mkdir -p sandbox/stays/inner; touch sandbox/stays/inner/file; touch sandbox/goes")) {
            assertThat(supervisor.reset()).startsWith("/sandbox: ").contains("Permission denied");
            assertThat(supervisor.sh("ls").out()).doesNotContain("goes");
            assertThat(supervisor.reset()).startsWith("/sandbox: ");
        }
    }

    @Test
    void objectsOfAnotherUserAreReported() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start("chroot . /opt/helper ipc")) {
            assertThat(supervisor.reset()).isEqualTo("/dev/shm: left (Operation not permitted)");
        }
        try (LocalSupervisor supervisor =
                LocalSupervisor.start("chroot . /opt/helper ipc; rm dev/shm/left dev/mqueue/left")) {
            assertThat(supervisor.reset()).isEqualTo("System V IPC objects");
        }
    }

    @Test
    void aResetOfACleanSandboxAndARunAreQuick() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            long[] resets = new long[1000];
            long[] runs = new long[1000];
            for (int i = 0; i < resets.length; i++) {
                long start = System.nanoTime();
                supervisor.run("/bin/true");
                long middle = System.nanoTime();
                assertThat(supervisor.reset()).isEmpty();
                runs[i] = middle - start;
                resets[i] = System.nanoTime() - middle;
            }
            Arrays.sort(resets);
            Arrays.sort(runs);
            System.out.printf(
                    "supervisor: p50 of a run of true %d us, of a reset %d us%n", runs[500] / 1000, resets[500] / 1000);
            if (!LocalSupervisor.isSanitized()) {
                assertThat(supervisor.residentKib()).isLessThan(2500);
            }
        }
    }

    @Test
    void aResetIsRefusedWhileOneRuns() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            supervisor.sh("/opt/helper many 100000");
            int first = supervisor.newChannel();
            int second = supervisor.newChannel();
            supervisor.send(List.of(
                    new Frame(FrameType.RESET, first, new byte[0]), new Frame(FrameType.RESET, second, new byte[0])));
            supervisor.next(second, FrameType.ERROR);
            supervisor.next(first, FrameType.RESET_DONE);
        }
    }
}
