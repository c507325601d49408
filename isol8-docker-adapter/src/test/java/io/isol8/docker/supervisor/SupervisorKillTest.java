package io.isol8.docker.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.Exit;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.supervisor.LocalSupervisor.Outcome;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends: deadlines, kills, what programs leave behind, and what is kept. */
class SupervisorKillTest {

    /** Shell code that counts the processes called {@code helper}, which all of the tests' daemons are. */
    private static final String COUNT_DAEMONS =
            "n=0; for p in /proc/[0-9]*; do read name < $p/comm && [ \"$name\" = helper ] && n=$((n+1)); done; echo $n";

    private static final long LATE_MICROS = 50_000;

    private LocalSupervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        supervisor = LocalSupervisor.start();
    }

    @AfterEach
    void stop() throws Exception {
        supervisor.close();
    }

    private int spawn(long deadlineMillis, boolean keep, String... argv) {
        return supervisor.spawn(LocalSupervisor.spec(deadlineMillis, keep, argv));
    }

    private int spawnKept(String script) {
        return spawn(0, true, "sh", "-c", script);
    }

    private String countDaemons() throws Exception {
        return supervisor.await(spawnKept(COUNT_DAEMONS)).out().strip();
    }

    private long lateMicros(int deadline) throws Exception {
        Exit exit = supervisor.await(spawn(deadline, false, "sleep", "100")).exit();
        assertThat(exit.deadlinePassed()).isTrue();
        assertThat(exit.signaled()).isTrue();
        assertThat(exit.status()).isEqualTo(9);
        return exit.wallMicros() - deadline * 1000L;
    }

    @Test
    void theDeadlineIsKeptToTheMillisecond() throws Exception {
        for (int deadline : List.of(1, 50, 200)) {
            // The kill is exact; being reaped takes the scheduler of a busy machine a moment.
            long late = lateMicros(deadline);
            for (int more = 10; more > 0 && late > LATE_MICROS; more--) {
                late = lateMicros(deadline);
            }
            assertThat(late).isBetween(0L, LATE_MICROS);
        }
    }

    @Test
    void aProgramThatEndsBeforeItsDeadlineIsNotLate() throws Exception {
        Exit exit = supervisor.await(spawn(60_000, false, "true")).exit();
        assertThat(exit.deadlinePassed()).isFalse();
        assertThat(exit.wallMicros()).isLessThan(60_000_000);
    }

    @Test
    void daemonsDieWithTheirProgram() throws Exception {
        supervisor.run("/opt/helper", "daemon");
        assertThat(countDaemons()).isEqualTo("0");
    }

    @Test
    void daemonsDieAtTheDeadline() throws Exception {
        Outcome outcome = supervisor.await(spawn(
                3000, false, "sh", "-c", "trap '' TERM; /opt/helper daemon; /opt/helper daemon; echo up; sleep 100"));
        assertThat(outcome.out()).isEqualTo("up\n");
        assertThat(outcome.exit().deadlinePassed()).isTrue();
        assertThat(countDaemons()).isEqualTo("0");
    }

    @Test
    void aForkBombIsOverAtItsDeadline() throws Exception {
        int deadline = 300;
        Outcome outcome = supervisor.await(spawn(deadline, false, "/opt/helper", "bomb"));
        while (outcome.out().isEmpty() && deadline < 10_000) {
            deadline *= 2;
            outcome = supervisor.await(spawn(deadline, false, "/opt/helper", "bomb"));
        }
        assertThat(outcome.out()).isEqualTo("bomb\n");
        assertThat(outcome.exit().deadlinePassed()).isTrue();
        assertThat(countDaemons()).isEqualTo("0");
        assertThat(supervisor.reset()).isEmpty();
    }

    @Test
    void aForkBombOfAKeptRunIsOverAtItsDeadline() throws Exception {
        Outcome outcome = supervisor.await(spawn(300, true, "/opt/helper", "bomb"));
        assertThat(outcome.exit().deadlinePassed()).isTrue();
        assertThat(countDaemons()).isEqualTo("0");
    }

    @Test
    void aKeptRunWhoseFirstThreadHasEndedIsOverAtItsDeadline() throws Exception {
        Outcome outcome = supervisor.await(spawn(3000, true, "/opt/helper", "headless"));
        assertThat(outcome.out()).isEqualTo("headless\n");
        assertThat(outcome.exit().deadlinePassed()).isTrue();
        assertThat(countDaemons()).isEqualTo("0");
    }

    @Test
    void theOutputOfLeftoversIsPartOfTheRunUpToItsEnd() throws Exception {
        // The child holds standard output; without the kill its end would never come.
        Outcome outcome = supervisor.run("/opt/helper", "writer", "1");
        assertThat(outcome.exit().status()).isZero();
        assertThat(outcome.out().replace("late\n", "")).isIn("", "l", "la", "lat", "late");
    }

    @Test
    void whatAKeptRunLeavesLivesOnAndItsOutputIsThrownAway() throws Exception {
        assertThat(supervisor
                        .await(spawn(0, true, "/opt/helper", "writer", "1"))
                        .exit()
                        .status())
                .isZero();
        assertThat(supervisor
                        .await(spawn(0, true, "/opt/helper", "daemon"))
                        .exit()
                        .status())
                .isZero();
        assertThat(countDaemons()).isEqualTo("2");
        assertThat(supervisor.reset()).isEmpty();
        assertThat(countDaemons()).isEqualTo("0");
    }

    @Test
    void killOfAKeptRunSparesWhatWasThereBefore() throws Exception {
        supervisor.await(spawn(0, true, "/opt/helper", "daemon"));
        int channel = spawnKept("/opt/helper daemon; /opt/helper daemon; echo up; sleep 100");
        supervisor.next(channel, FrameType.STDOUT);
        supervisor.send(FrameType.KILL, channel);
        assertThat(supervisor.await(channel).exit().killed()).isTrue();
        assertThat(countDaemons()).isEqualTo("1");
    }

    @Test
    void theDeadlineOfAKeptRunSparesWhatWasThereBefore() throws Exception {
        supervisor.await(spawn(0, true, "/opt/helper", "daemon"));
        assertThat(supervisor
                        .await(spawn(150, true, "sh", "-c", "/opt/helper daemon; sleep 100"))
                        .exit()
                        .deadlinePassed())
                .isTrue();
        assertThat(countDaemons()).isEqualTo("1");
    }

    @Test
    void theEndOfARunEndsEveryOther() throws Exception {
        int other = spawn(0, false, "sleep", "100");
        supervisor.run("true");
        assertThat(supervisor.await(other).exit().status()).isEqualTo(9);
    }

    @Test
    void aStoppedProgramDiesAsWell() throws Exception {
        int channel = supervisor.spawn("sh", "-c", "echo up; kill -STOP $$");
        supervisor.next(channel, FrameType.STDOUT);
        supervisor.send(FrameType.KILL, channel);
        assertThat(supervisor.await(channel).exit().killed()).isTrue();
    }

    @Test
    void theEndOfInputKillsEverything() throws Exception {
        int channel = supervisor.spawn("sh", "-c", "/opt/helper daemon; echo up; sleep 1000");
        supervisor.next(channel, FrameType.STDOUT);
        List<ProcessHandle> all =
                await().until(() -> supervisor.supervisor().descendants().toList(), running -> running.size() >= 3);
        supervisor.hangUp();
        assertThat(supervisor.awaitEnd()).isZero();
        assertThat(all).noneMatch(ProcessHandle::isAlive);
    }
}
