package io.isol8.docker.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.Exit;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.Spawn;
import io.isol8.docker.supervisor.LocalSupervisor.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Output: credit, what happens without it, discarding, and how fast it goes. */
class SupervisorOutputTest {

    private static final Duration A_MOMENT = Duration.ofMillis(150);

    private LocalSupervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        supervisor = LocalSupervisor.start();
    }

    @AfterEach
    void stop() throws Exception {
        supervisor.close();
    }

    private int spawn(long deadline, long stdoutCredit, long stderrCredit, String... argv) {
        return supervisor.spawn(new Spawn(
                false,
                false,
                false,
                deadline,
                stdoutCredit,
                stderrCredit,
                "/sandbox",
                List.of(argv),
                LocalSupervisor.ENV));
    }

    private void credit(int channel, int stream, long bytes) {
        supervisor.send(
                FrameType.CREDIT, channel, new PayloadWriter().u8(stream).u32(bytes));
    }

    private static void assertPattern(byte[] data, long from) {
        for (int i = 0; i < data.length; i++) {
            if ((data[i] & 0xFF) != (from + i) % 251) {
                throw new AssertionError("byte " + (from + i) + " is " + data[i]);
            }
        }
    }

    @Test
    void neverSendsMoreThanItsCredit() throws Exception {
        int channel = spawn(0, 1000, 0, "/opt/helper", "spew", "5000");
        int got = 0;
        for (int allowed = 1000; got < 5000; allowed += 700) {
            while (got < Math.min(allowed, 5000)) {
                Frame frame = supervisor.next(channel, FrameType.STDOUT);
                assertPattern(frame.payload(), got);
                got += frame.payload().length;
                assertThat(got).isLessThanOrEqualTo(allowed);
            }
            supervisor.ping();
            credit(channel, 1, 700);
        }
        assertThat(supervisor.await(channel).exit().stdoutBytes()).isEqualTo(5000);
    }

    @Test
    void theTwoStreamsDoNotHinderEachOther() throws Exception {
        int channel = spawn(0, 0, LocalSupervisor.MUCH, "sh", "-c", "echo held; /opt/helper spew 300000 2");
        int got = 0;
        while (got < 300_000) {
            byte[] data = supervisor.next(channel, FrameType.STDERR).payload();
            assertPattern(data, got);
            got += data.length;
        }
        assertThat(supervisor.poll(channel, A_MOMENT)).isEmpty();
        credit(channel, 1, 100);
        assertThat(supervisor.await(channel).out()).isEqualTo("held\n");
    }

    @Test
    void answersPingAndKillWhileOutputIsStalled() throws Exception {
        int channel = spawn(0, 10, 0, "/opt/helper", "spew", "1000000");
        assertThat(supervisor.next(channel, FrameType.STDOUT).payload()).hasSize(10);
        supervisor.ping();
        assertThat(supervisor.poll(channel, A_MOMENT)).isEmpty();
        supervisor.send(FrameType.KILL, channel);
        Exit exit = Exit.decode(supervisor.next(channel, FrameType.EXIT).payload());
        assertThat(exit.killed()).isTrue();
        assertThat(exit.signaled()).isTrue();
        assertThat(exit.status()).isEqualTo(9);
        // What stood in the pipe was counted, though it had no credit.
        assertThat(exit.stdoutBytes()).isGreaterThan(10);
    }

    @Test
    void theDeadlineDoesNotWaitForCredit() throws Exception {
        int channel = spawn(200, 0, 0, "/opt/helper", "spew", "1000000");
        Exit exit = Exit.decode(supervisor.next(channel, FrameType.EXIT).payload());
        assertThat(exit.deadlinePassed()).isTrue();
        assertThat(exit.killed()).isFalse();
    }

    @Test
    void aProgramThatEndedInTimeKeepsItsStatusThoughItsOutputHadNoCredit() throws Exception {
        int channel = spawn(3000, 0, 0, "sh", "-c", "echo held; exit 3");
        Exit exit = Exit.decode(supervisor.next(channel, FrameType.EXIT).payload());
        assertThat(exit.deadlinePassed()).isFalse();
        assertThat(exit.status()).isEqualTo(3);
        assertThat(exit.wallMicros()).isLessThan(3_000_000);
        channel = spawn(0, 0, 100, "sh", "-c", "echo held; echo up >&2; exit 4");
        supervisor.next(channel, FrameType.STDERR);
        await().until(() -> supervisor.supervisor().children().findAny().isEmpty());
        assertThat(supervisor.poll(channel, A_MOMENT)).isEmpty();
        supervisor.send(FrameType.KILL, channel);
        exit = Exit.decode(supervisor.next(channel, FrameType.EXIT).payload());
        assertThat(exit.killed()).isFalse();
        assertThat(exit.status()).isEqualTo(4);
    }

    @Test
    void discardedOutputIsCountedAndTheProgramRunsOn() throws Exception {
        int channel = spawn(0, 0, 100, "sh", "-c", "/opt/helper spew 20000000; echo end >&2; exit 7");
        supervisor.send(FrameType.DISCARD, channel, new PayloadWriter().u8(1));
        Outcome outcome = supervisor.await(channel);
        assertThat(outcome.stdout()).isEmpty();
        assertThat(outcome.err()).isEqualTo("end\n");
        assertThat(outcome.exit().stdoutBytes()).isEqualTo(20_000_000);
        assertThat(outcome.exit().status()).isEqualTo(7);
    }

    @Test
    void aHundredMegabytesComeThroughWhole() throws Exception {
        int size = 100_000_000;
        long start = System.nanoTime();
        int channel = spawn(0, LocalSupervisor.MUCH, 0, "/opt/helper", "spew", Integer.toString(size));
        long got = 0;
        while (true) {
            Frame frame = supervisor.next(channel);
            if (frame.type() == FrameType.EXIT) {
                assertThat(Exit.decode(frame.payload()).stdoutBytes()).isEqualTo(size);
                break;
            }
            assertThat(frame.payload().length).isLessThanOrEqualTo(Frame.MAX_DATA);
            assertPattern(frame.payload(), got);
            got += frame.payload().length;
        }
        assertThat(got).isEqualTo(size);
        System.out.printf("supervisor: %.0f MB/s%n", size * 1e3 / (System.nanoTime() - start));
    }

    @Test
    void aFloodOfPingsWithoutAReaderDoesNotMakeItGrow() throws Exception {
        int pings = 200_000;
        supervisor.next(0, FrameType.HELLO);
        supervisor.ping();
        int ponged = supervisor.newChannel() - 1;
        supervisor.stall();
        Thread flood = supervisor.floodWithPings(ponged, pings);
        // All pipes and queues are full once the sender gets no further.
        await().atMost(LocalSupervisor.PATIENCE)
                .during(A_MOMENT)
                .until(() -> flood.getState() == Thread.State.RUNNABLE && flood.isAlive());
        if (!LocalSupervisor.isSanitized()) {
            assertThat(supervisor.residentKib()).isLessThan(2500);
        }
        supervisor.resume();
        flood.join();
        for (int i = 0; i < pings; i++) {
            supervisor.next(ponged, FrameType.PONG);
        }
    }
}
