package io.isol8.docker.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.Spawn;
import io.isol8.docker.supervisor.LocalSupervisor.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that are started before they are wanted: who gets them, who never sees them. */
class SupervisorZygoteTest {

    /** Says its first words, then what it is told, and ends. */
    private static final String[] WAITING = {"sh", "-c", "echo born; exec cat /proc/self/fd/63"};

    private static final String PROCESSES = "echo /proc/[0-9]*";

    private LocalSupervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        supervisor = LocalSupervisor.start();
    }

    @AfterEach
    void stop() throws Exception {
        supervisor.close();
    }

    private static Spawn spawn(
            boolean stdin, boolean keep, boolean zygote, String cwd, List<String> env, String... argv) {
        return new Spawn(stdin, keep, zygote, 0, LocalSupervisor.MUCH, LocalSupervisor.MUCH, cwd, List.of(argv), env);
    }

    private void prepare(String... argv) throws Exception {
        prepare(spawn(false, false, false, "/sandbox", LocalSupervisor.ENV, argv)
                .encode());
    }

    private void prepare(byte[] payload) throws Exception {
        supervisor.send(FrameType.PREPARE, 0, payload);
        supervisor.ping();
    }

    private Spawn wanted(String... more) {
        List<String> env = new ArrayList<>(LocalSupervisor.ENV);
        env.addAll(List.of(more));
        return spawn(false, false, true, "/tmp", env, WAITING);
    }

    private Outcome run(Spawn spawn) throws Exception {
        return supervisor.await(supervisor.spawn(spawn));
    }

    /** What the supervisor has started and not yet waited for, dead or alive. */
    private List<ProcessHandle> children() {
        return supervisor.supervisor().children().toList();
    }

    private ProcessHandle zygote() {
        await().until(() -> children().size() == 1);
        return children().get(0);
    }

    private int openDescriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/" + supervisor.supervisor().pid() + "/fd"))) {
            return (int) all.count();
        }
    }

    /** A fresh one of these ends at once, as it has no such descriptor. */
    private static void assertFresh(Outcome outcome) {
        assertThat(outcome.exit().zygote()).isFalse();
        assertThat(outcome.out()).isEqualTo("born\n");
        assertThat(outcome.err()).contains("/proc/self/fd/63");
        assertThat(outcome.exit().status()).isEqualTo(1);
    }

    @Test
    void isTakenByTheRunThatWantsItAndToldOfIt() throws Exception {
        prepare(WAITING);
        ProcessHandle zygote = zygote();
        int channel = supervisor.spawn(wanted("A=b c", "EMPTY="));
        Outcome outcome = supervisor.await(channel);
        assertThat(outcome.exit().zygote()).isTrue();
        assertThat(outcome.exit().status()).isZero();
        assertThat(outcome.out())
                .isEqualTo("born\n/tmp\0" + String.join("\0", LocalSupervisor.ENV) + "\0A=b c\0EMPTY=\0");
        assertThat(outcome.err()).isEmpty();
        assertThat(zygote.isAlive()).isFalse();
    }

    @Test
    void isTakenOnceUntilAResetCameOutClean() throws Exception {
        prepare(WAITING);
        for (int i = 0; i < 20; i++) {
            assertThat(run(wanted("I=" + i)).out()).endsWith("\0I=" + i + "\0");
            assertFresh(run(wanted()));
            assertThat(children()).isEmpty();
            assertThat(supervisor.reset()).isEmpty();
        }
        zygote();
    }

    @Test
    void isNotTakenAgainAfterAResetThatLeftSomething() throws Exception {
        supervisor.close();
        supervisor = LocalSupervisor.start("mkdir -p sandbox/stays/inner; touch sandbox/stays/inner/file");
        prepare(WAITING);
        assertThat(run(wanted()).exit().zygote()).isTrue();
        assertThat(supervisor.reset()).isNotEmpty();
        supervisor.ping();
        assertThat(children()).isEmpty();
        assertFresh(run(wanted()));
    }

    @Test
    void isGoneBeforeAnythingElseRuns() throws Exception {
        Spawn other = spawn(false, false, true, "/sandbox", LocalSupervisor.ENV, "sh", "-c", PROCESSES);
        Spawn unflagged = spawn(false, false, false, "/sandbox", LocalSupervisor.ENV, "sh", "-c", PROCESSES);
        Spawn keeping = spawn(false, true, false, "/sandbox", LocalSupervisor.ENV, "sh", "-c", PROCESSES);
        prepare(WAITING);
        for (Spawn spawn : List.of(other, unflagged, keeping)) {
            zygote();
            Outcome outcome = run(spawn);
            assertThat(outcome.exit().zygote()).isFalse();
            assertThat(outcome.out().split(" ")).hasSize(2);
            assertThat(supervisor.reset()).isEmpty();
        }
    }

    @Test
    void onlyTheSameStartWillDo() throws Exception {
        List<String> env = LocalSupervisor.ENV;
        List<String> elsewhere = List.of("PATH=/sandbox/bin:/usr/bin:/bin");
        prepare(WAITING);
        for (Spawn spawn : List.of(
                spawn(false, false, false, "/tmp", env, WAITING),
                spawn(true, false, true, "/tmp", env, WAITING),
                spawn(false, true, true, "/tmp", env, WAITING),
                spawn(false, false, true, "/tmp", env, "sh", "-c", WAITING[2], "more"),
                spawn(false, false, true, "/tmp", env, "sh", "-c"))) {
            zygote();
            assertThat(run(spawn).exit().zygote()).isFalse();
            assertThat(supervisor.reset()).isEmpty();
        }
        // Another program of that name comes first along the path.
        zygote();
        assertThat(supervisor.write("/sandbox/bin/sh", 0755, "#!/bin/sh\necho mine\n".getBytes(UTF_8)))
                .isEmpty();
        Outcome mine = run(spawn(false, false, true, "/tmp", elsewhere, WAITING));
        assertThat(mine.exit().zygote()).isFalse();
        assertThat(mine.out()).isEqualTo("mine\n");
    }

    @Test
    void aDirectoryThatCannotBeEnteredIsTheSameError() throws Exception {
        for (boolean zygote : new boolean[] {false, true}) {
            assertThat(supervisor.reset()).isEmpty();
            prepare(WAITING);
            int channel = supervisor.spawn(spawn(false, false, zygote, "/sandbox/none", LocalSupervisor.ENV, WAITING));
            ErrorReply reply =
                    ErrorReply.decode(supervisor.next(channel, FrameType.ERROR).payload());
            assertThat(reply.text()).contains("working directory");
        }
    }

    @Test
    void aWordTooLargeForThePipeMeansAFreshStart() throws Exception {
        prepare(WAITING);
        String large = "L=" + "x".repeat(59 * 1024);
        assertThat(run(wanted(large)).out()).hasSizeGreaterThan(59 * 1024);
        assertThat(supervisor.reset()).isEmpty();
        assertFresh(run(wanted(large, "M=" + "x".repeat(2048))));
        assertThat(children()).isEmpty();
    }

    @Test
    void aResetReplacesIt() throws Exception {
        prepare(WAITING);
        ProcessHandle first = zygote();
        assertThat(supervisor.reset()).isEmpty();
        assertThat(first.isAlive()).isFalse();
        assertThat(zygote()).isNotEqualTo(first);
        assertThat(run(wanted()).exit().zygote()).isTrue();
    }

    @Test
    void itsDeathHarmsNobody() throws Exception {
        prepare(WAITING);
        zygote().destroyForcibly();
        await().until(() -> children().isEmpty());
        assertFresh(run(wanted()));
        assertThat(supervisor.reset()).isEmpty();
        // Nor does it when nobody has noticed yet.
        for (int i = 0; i < 50; i++) {
            zygote().destroyForcibly();
            Outcome outcome = run(wanted("I=" + i));
            if (outcome.exit().zygote()) {
                assertThat(outcome.exit().signaled()).isTrue(); // it was taken between the signal and its end
            } else {
                assertFresh(outcome);
            }
            assertThat(supervisor.reset()).isEmpty();
        }
    }

    @Test
    void oneThatCannotStartIsNone() throws Exception {
        supervisor.ping();
        int before = openDescriptors();
        prepare("no-such-program");
        assertThat(children()).isEmpty();
        supervisor.next(
                supervisor.spawn(spawn(false, false, true, "/", LocalSupervisor.ENV, "no-such-program")),
                FrameType.ERROR);
        prepare("sh", "-c", "exit 3");
        assertThat(supervisor.reset()).isEmpty();
        await().until(() -> children().isEmpty());
        assertThat(run(spawn(false, false, true, "/", LocalSupervisor.ENV, "sh", "-c", "exit 3"))
                        .exit()
                        .zygote())
                .isFalse();
        assertThat(supervisor.reset()).isEmpty();
        await().until(() -> openDescriptors() == before);
    }

    @Test
    void aSecondPrepareReplacesTheFirstAndNothingLeaks() throws Exception {
        prepare(WAITING);
        zygote();
        int before = openDescriptors();
        for (int i = 0; i < 50; i++) {
            prepare("sh", "-c", WAITING[2], "number" + i);
            assertThat(children()).hasSize(1);
        }
        assertThat(openDescriptors()).isEqualTo(before);
        assertFresh(run(wanted()));
        assertThat(supervisor.reset()).isEmpty();
        Spawn last = spawn(false, false, true, "/", LocalSupervisor.ENV, "sh", "-c", WAITING[2], "number49");
        assertThat(run(last).exit().zygote()).isTrue();
    }

    @Test
    void isNotStartedBesideProgramsOrWhatTheyLeft() throws Exception {
        int channel = supervisor.spawn(
                spawn(false, true, false, "/", LocalSupervisor.ENV, "sh", "-c", "sleep 100 & echo up"));
        assertThat(supervisor.await(channel).out()).isEqualTo("up\n");
        prepare(WAITING);
        assertThat(children()).hasSize(1); // the one that was left
        assertFresh(run(wanted()));
        int running = supervisor.spawn("sleep", "100");
        prepare(WAITING);
        assertThat(children()).hasSize(1);
        supervisor.send(FrameType.KILL, running);
        supervisor.await(running);
        assertThat(children()).isEmpty();
        assertThat(supervisor.reset()).isEmpty();
        assertThat(run(wanted()).exit().zygote()).isTrue();
    }

    @Test
    void noProgramCanLieInWaitForOne() throws Exception {
        String ambush = "echo laid; setsid sh -c 'while :; do kill -STOP -1; kill -TERM -1; done' >/dev/null 2>&1 &";
        prepare(WAITING);
        for (int i = 0; i < 10; i++) {
            assertThat(supervisor.sh(ambush).out()).isEqualTo("laid\n");
            assertThat(children()).isEmpty();
            assertThat(supervisor.reset()).isEmpty();
            assertThat(run(wanted("I=" + i)).out()).endsWith("\0I=" + i + "\0");
            assertThat(supervisor.reset()).isEmpty();
        }
    }

    @Test
    void itsTimeIsPaidByItsOwnRunOnly() throws Exception {
        String work = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; ";
        String[] hungry = {"sh", "-c", work + "exec cat /proc/self/fd/63"};
        prepare(hungry);
        long spent = awaitWorkDone(zygote());
        assertThat(supervisor.run("/bin/true").exit().userMicros()).isLessThan(spent / 2);
        assertThat(supervisor.reset()).isEmpty();
        spent = awaitWorkDone(zygote());
        Outcome outcome = run(spawn(false, false, true, "/", LocalSupervisor.ENV, hungry));
        assertThat(outcome.exit().zygote()).isTrue();
        assertThat(outcome.exit().userMicros()).isGreaterThan(spent / 2);
    }

    /** What processor time it took, in microseconds. */
    private static long awaitWorkDone(ProcessHandle zygote) {
        await().until(() -> zygote.info().commandLine().orElse("").contains("cat"));
        return zygote.info().totalCpuDuration().orElseThrow().toNanos() / 1000;
    }

    @Test
    void killAndDeadlineEndARunThatTookIt() throws Exception {
        String[] lasting = {"sh", "-c", "cat /proc/self/fd/63; sleep 100"};
        prepare(lasting);
        zygote();
        int channel = supervisor.spawn(spawn(false, false, true, "/", LocalSupervisor.ENV, lasting));
        supervisor.next(channel, FrameType.STDOUT);
        supervisor.send(FrameType.KILL, channel);
        assertThat(supervisor.await(channel).exit().killed()).isTrue();
        assertThat(supervisor.reset()).isEmpty();
        Spawn bounded = new Spawn(
                false,
                false,
                true,
                200,
                LocalSupervisor.MUCH,
                LocalSupervisor.MUCH,
                "/",
                List.of(lasting),
                LocalSupervisor.ENV);
        Outcome outcome = run(bounded);
        assertThat(outcome.exit().zygote()).isTrue();
        assertThat(outcome.exit().deadlinePassed()).isTrue();
    }

    @Test
    void theEndOfInputLeavesNothing() throws Exception {
        prepare(WAITING);
        ProcessHandle zygote = zygote();
        supervisor.hangUp();
        assertThat(supervisor.awaitEnd()).isZero();
        assertThat(zygote.isAlive()).isFalse();
    }

    private void assertRefused(int channel, byte[] payload) throws Exception {
        try (LocalSupervisor own = LocalSupervisor.start()) {
            own.send(FrameType.PREPARE, channel, payload);
            own.next(0, FrameType.HELLO);
            assertThat(ErrorReply.decode(own.next(0, FrameType.ERROR).payload()).text())
                    .startsWith("protocol error: ");
            assertThat(own.awaitEnd()).isEqualTo(2);
        }
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        byte[] good =
                spawn(false, false, false, "/", LocalSupervisor.ENV, WAITING).encode();
        assertRefused(0, new byte[0]);
        assertRefused(0, new PayloadWriter().raw(good).u8(0).toBytes());
        assertRefused(5, good);
        for (int flags = 1; flags < 16; flags++) {
            byte[] flagged = good.clone();
            flagged[0] = (byte) flags;
            assertRefused(0, flagged);
        }
    }
}
