package io.isol8.docker.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.Hello;
import io.isol8.docker.internal.protocol.PayloadReader;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.Spawn;
import io.isol8.docker.supervisor.LocalSupervisor.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starting programs: what they get, and how their end is told. */
class SupervisorTest {

    private LocalSupervisor supervisor;

    @BeforeEach
    void start() throws Exception {
        supervisor = LocalSupervisor.start();
    }

    @AfterEach
    void stop() throws Exception {
        supervisor.close();
    }

    private int spawnFed(String... argv) {
        return supervisor.spawn(new Spawn(
                true,
                false,
                false,
                0,
                LocalSupervisor.MUCH,
                LocalSupervisor.MUCH,
                "/sandbox",
                List.of(argv),
                LocalSupervisor.ENV));
    }

    @Test
    void saysHelloFirst() throws Exception {
        Hello hello = Hello.decode(supervisor.next(0, FrameType.HELLO).payload());
        assertThat(hello.version()).isEqualTo(Hello.VERSION);
        assertThat(hello.hasZygotes()).isTrue();
        assertThat(hello.maxPayload()).isEqualTo(Frame.MAX_PAYLOAD);
        assertThat(hello.stdinWindow()).isPositive();
        assertThat(hello.supervisorVersion()).isNotEmpty();
    }

    @Test
    void tellsOutputErrorOutputAndStatus() throws Exception {
        Outcome outcome = supervisor.sh("echo out; echo err >&2; exit 37");
        assertThat(outcome.out()).isEqualTo("out\n");
        assertThat(outcome.err()).isEqualTo("err\n");
        assertThat(outcome.exit().signaled()).isFalse();
        assertThat(outcome.exit().status()).isEqualTo(37);
        assertThat(outcome.exit().stdoutBytes()).isEqualTo(4);
        assertThat(outcome.exit().stderrBytes()).isEqualTo(4);
    }

    @Test
    void tellsTheSignalThatEndedAProgram() throws Exception {
        Outcome outcome = supervisor.sh("kill -SEGV $$");
        assertThat(outcome.exit().signaled()).isTrue();
        assertThat(outcome.exit().status()).isEqualTo(11);
        assertThat(outcome.exit().killed()).isFalse();
    }

    @Test
    void passesArgumentsEnvironmentAndDirectoryExactly() throws Exception {
        Spawn spawn = new Spawn(
                false,
                false,
                false,
                0,
                LocalSupervisor.MUCH,
                LocalSupervisor.MUCH,
                "/tmp",
                List.of("/opt/helper", "show", "", "a b", "$HOME\n'\"", "ünï"),
                List.of("A=", "B=x=y", "NL=a\nb"));
        assertThat(supervisor.await(supervisor.spawn(spawn)).out())
                .isEqualTo("[][a b][$HOME\n'\"][ünï]<A=><B=x=y><NL=a\nb>{/tmp}");
    }

    @Test
    void takesAsManyArgumentsAsFitIntoAFrame() throws Exception {
        String[] argv = new String[9000];
        Arrays.fill(argv, "x".repeat(100));
        argv[0] = "sh";
        argv[1] = "-c";
        argv[2] = "echo $#";
        assertThat(supervisor.run(argv).out()).isEqualTo("8996\n");
    }

    @Test
    void looksProgramsUpAlongThePathOfTheRequest() throws Exception {
        supervisor.sh("mkdir a b; printf '#!/bin/sh\\necho mine' > b/tool; chmod +x b/tool; echo > a/tool");
        Spawn spawn = new Spawn(
                false,
                false,
                false,
                0,
                99,
                99,
                "/sandbox",
                List.of("tool"),
                List.of("PATH=/none:/sandbox/a:/sandbox/b"));
        // a/tool is not executable, and a run leaves its files to the next until a reset.
        assertThat(supervisor.await(supervisor.spawn(spawn)).out()).isEqualTo("mine\n");
    }

    private ErrorReply failure(Spawn spawn) throws Exception {
        int channel = supervisor.spawn(spawn);
        return ErrorReply.decode(supervisor.next(channel, FrameType.ERROR).payload());
    }

    @Test
    void saysWhyAProgramCouldNotBeStarted() throws Exception {
        assertThat(failure(LocalSupervisor.spec(0, false, "python9")))
                .isEqualTo(new ErrorReply(2, "cannot run python9: No such file or directory"));
        assertThat(failure(LocalSupervisor.spec(0, false, "/etc/passwd")))
                .isEqualTo(new ErrorReply(13, "cannot run /etc/passwd: Permission denied"));
        Spawn nowhere = new Spawn(false, false, false, 0, 9, 9, "/nowhere", List.of("true"), LocalSupervisor.ENV);
        assertThat(failure(nowhere))
                .isEqualTo(new ErrorReply(2, "cannot enter the working directory of true: No such file or directory"));
        assertThat(supervisor.sh("exit 3").exit().status()).isEqualTo(3);
    }

    @Test
    void aChannelCanBeUsedAgainAfterAFailedStart() throws Exception {
        int channel = supervisor.spawn("/none");
        supervisor.next(channel, FrameType.ERROR);
        supervisor.send(
                FrameType.SPAWN, channel, LocalSupervisor.spec(0, false, "true").encode());
        supervisor.next(channel, FrameType.EXIT);
    }

    @Test
    void programsHaveNoRightsAtAll() throws Exception {
        String status = supervisor.run("cat", "/proc/self/status").out();
        assertThat(status).containsPattern("Uid:\t100\t100\t100\t100\n").containsPattern("Gid:\t101\t101\t101\t101\n");
        assertThat(status).containsPattern("Groups:\t *\n").contains("NoNewPrivs:\t1");
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapAmb", "SigBlk", "SigIgn")) {
            assertThat(status).contains(set + ":\t0000000000000000");
        }
        assertThat(supervisor
                        .sh("umask; ulimit -c; cat /proc/self/oom_score_adj")
                        .out())
                .isEqualTo("0022\n0\n1000\n");
    }

    @Test
    void programsInheritNothingAndReachNothingOfTheSupervisor() throws Exception {
        assertThat(supervisor.run("/opt/helper", "fds").out()).isEqualTo("0 1 2 ");
        assertThat(supervisor.run("/opt/helper", "forge").out()).isEqualTo("1 1 1 1");
        assertThat(supervisor
                        .sh("set -- $(cat /proc/$$/stat); [ $1 = $5 ] && [ $1 = $6 ] && echo own session")
                        .out())
                .isEqualTo("own session\n");
    }

    @Test
    void aProgramWithoutInputSeesItsEndAtOnce() throws Exception {
        assertThat(supervisor.run("cat").exit().status()).isZero();
    }

    @Test
    void inputArrivesUpToItsEnd() throws Exception {
        int channel = spawnFed("cat");
        supervisor.send(FrameType.STDIN, channel, "one ".getBytes(UTF_8));
        supervisor.send(FrameType.STDIN, channel, "two".getBytes(UTF_8));
        supervisor.send(FrameType.STDIN_END, channel);
        assertThat(supervisor.await(channel).out()).isEqualTo("one two");
    }

    @Test
    void muchInputWaitsForASlowReaderWithinTheWindow() throws Exception {
        int window = Hello.decode(supervisor.next(0).payload()).stdinWindow();
        byte[] data = new byte[3_000_000];
        long sum = 0;
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 7 + i / 1000);
            sum = sum * 31 + (data[i] & 0xFF);
        }
        int channel = spawnFed("/opt/helper", "slow");
        long credit = window;
        for (int at = 0; at < data.length; ) {
            while (credit == 0) {
                Frame frame = supervisor.next(channel, FrameType.STDIN_CREDIT);
                credit += new PayloadReader(frame.payload()).u32();
            }
            int n = (int) Math.min(Math.min(credit, Frame.MAX_DATA), data.length - at);
            supervisor.send(FrameType.STDIN, channel, Arrays.copyOfRange(data, at, at + n));
            credit -= n;
            at += n;
        }
        supervisor.send(FrameType.STDIN_END, channel);
        assertThat(supervisor.await(channel).out()).isEqualTo(data.length + " " + Long.toHexString(sum) + "\n");
    }

    @Test
    void inputThatNobodyReadsIsDroppedAndCredited() throws Exception {
        int window = Hello.decode(supervisor.next(0).payload()).stdinWindow();
        int channel = spawnFed("sh", "-c", "exec <&-; mkfifo go; echo closed; read x < go");
        supervisor.next(channel, FrameType.STDOUT);
        long credit = window;
        for (int sent = 0; sent < 4 * window; sent += 1000) {
            while (credit < 1000) {
                credit += new PayloadReader(
                                supervisor.next(channel, FrameType.STDIN_CREDIT).payload())
                        .u32();
            }
            supervisor.send(FrameType.STDIN, channel, new byte[1000]);
            credit -= 1000;
        }
        supervisor.send(FrameType.KILL, channel);
        assertThat(supervisor.await(channel).exit().killed()).isTrue();
    }

    @Test
    void signalsReachTheWholeGroup() throws Exception {
        int channel = supervisor.spawn(
                "sh",
                "-c",
                "trap 'wait; exit 4' USR1; (trap 'echo child; exit' USR1; echo go; sleep 100 & wait) & wait");
        supervisor.next(channel, FrameType.STDOUT);
        supervisor.send(FrameType.SIGNAL, channel, new PayloadWriter().u8(10));
        Outcome outcome = supervisor.await(channel);
        assertThat(outcome.out()).isEqualTo("child\n");
        assertThat(outcome.exit().status()).isEqualTo(4);
    }

    @Test
    void measuresTimeAndMemory() throws Exception {
        Outcome outcome = supervisor.sh("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; (sh -c 'sleep 0.05')");
        assertThat(outcome.exit().wallMicros()).isGreaterThan(50_000);
        assertThat(outcome.exit().userMicros()).isBetween(5_000L, outcome.exit().wallMicros());
        assertThat(outcome.exit().peakRssBytes()).isGreaterThan(100_000);
        assertThat(outcome.exit().memoryKill()).isFalse();
    }

    @Test
    void severalProgramsCanRunAtATimeButNotTooMany() throws Exception {
        int[] channels = new int[17];
        for (int i = 0; i < channels.length; i++) {
            channels[i] = supervisor.spawn(LocalSupervisor.spec(0, true, "sleep", "100"));
        }
        supervisor.next(channels[16], FrameType.ERROR);
        supervisor.send(FrameType.KILL, channels[3]);
        assertThat(supervisor.await(channels[3]).exit().killed()).isTrue();
        assertThat(supervisor.reset()).isEmpty();
    }
}
