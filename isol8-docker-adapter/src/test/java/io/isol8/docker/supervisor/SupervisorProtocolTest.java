package io.isol8.docker.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.Hello;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.Spawn;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no engine should ever send ends the supervisor, in order. */
class SupervisorProtocolTest {

    private static void assertRefused(LocalSupervisor supervisor) throws Exception {
        supervisor.next(0, FrameType.HELLO);
        ErrorReply reply = ErrorReply.decode(supervisor.next(0, FrameType.ERROR).payload());
        assertThat(reply.text()).startsWith("protocol error: ");
        assertThat(supervisor.awaitEnd()).isEqualTo(2);
    }

    private static void send(LocalSupervisor supervisor, byte[] bytes) throws IOException {
        supervisor.raw().write(bytes);
        supervisor.raw().flush();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00100001 01 00000001", // too long
                "ffffffff 02 00000001",
                "00000000 00 00000001", // unknown types
                "00000000 80 00000001",
                "00000000 35 00000001",
                "00000000 40 00000001",
                "00000001 20 00000001 00", // a payload where there is none
                "00000041 21 00000001" + "0041414141414141" + "41414141414141414141414141414141"
                        + "41414141414141414141414141414141414141414141414141414141414141414141414141414141"
                        + "4141", // a ping too large
                "00000000 04 00000001", // a signal without a number
                "00000001 04 00000001 00",
                "00000001 04 00000001 41",
                "00000005 06 00000001 0400000001", // credit for no stream
                "00000001 07 00000001 03",
                "00000001 12 00000001 02",
                "00000000 14 00000001",
                "00000005 14 00000001 0000000200", // a string longer than the payload
                "0000000a 14 00000001 00000005 2f 00 61 62 63 64", // and one shorter
                "00000007 14 00000001 00000003 2f 00 61", // a zero byte
                "00000009 16 00000001 02 00000004 2f746d70", // neither yes nor no
                "0000000c 10 00000001 ffffffff 00000004 2f746d70", // bits that are no permissions
                "00000008 14 00000000 00000004 2f746d70", // requests on channel 0
                "00000004 30 00000000 00010000",
                "00000000 30 00000001", // a way out without credit
                "00000005 30 00000001 0001000000",
                "00000001 32 00000001 00",
                "00000003 33 00000001 000000",
                "00000001 34 00000001 00",
                "00000004 01 00000001 00000000" // a spawn that breaks off
            })
    void malformedFramesAreRefused(String hex) throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            send(supervisor, HexFormat.of().parseHex(hex.replace(" ", "")));
            assertRefused(supervisor);
        }
    }

    @Test
    void spawnsThatMakeNoSenseAreRefused() throws Exception {
        PayloadWriter numbers = new PayloadWriter().u8(0).u32(0).u32(0).u32(0).str("/sandbox");
        for (byte[] end : List.of(
                new PayloadWriter().u16(0).u16(0).toBytes(),
                new PayloadWriter().u16(65_535).str("a").toBytes(),
                new PayloadWriter().u16(1).str("a").u16(1).str("novalue").toBytes(),
                new PayloadWriter().u16(1).str("a").u16(1).str("=x").toBytes(),
                new PayloadWriter().u16(1).str("a").u16(0).u8(0).toBytes())) {
            try (LocalSupervisor supervisor = LocalSupervisor.start()) {
                supervisor.request(
                        FrameType.SPAWN,
                        new PayloadWriter().raw(numbers.toBytes()).raw(end));
                assertRefused(supervisor);
            }
        }
    }

    @Test
    void aRequestOnAChannelInUseIsRefusedAndEverythingDies() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            int channel = supervisor.spawn("sh", "-c", "/opt/helper daemon; echo up; sleep 1000");
            supervisor.next(channel, FrameType.STDOUT);
            List<ProcessHandle> all =
                    await().until(() -> supervisor.supervisor().descendants().toList(), found -> found.size() >= 3);
            supervisor.send(FrameType.FILE_STAT, channel, new PayloadWriter().str("/tmp"));
            assertRefused(supervisor);
            assertThat(all).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void inputBeyondTheWindowIsRefused() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            int window = Hello.decode(supervisor.next(0).payload()).stdinWindow();
            Spawn stopped = new Spawn(true, false, false, 0, 0, 0, "/", List.of("sleep", "100"), LocalSupervisor.ENV);
            int channel = supervisor.spawn(stopped);
            // What fits into the pipe, 64 KiB, is credited; one frame more than both is too much.
            for (int sent = 0; sent < window + 2 * 65_536; sent += 65_536) {
                supervisor.send(FrameType.STDIN, channel, new byte[65_536]);
            }
            assertThat(ErrorReply.decode(supervisor.next(0, FrameType.ERROR).payload())
                            .text())
                    .contains("window");
            assertThat(supervisor.awaitEnd()).isEqualTo(2);
        }
    }

    @Test
    void framesOfAnotherKindOfChannelAreRefused() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            int channel = supervisor.spawn("sleep", "100");
            supervisor.send(FrameType.FILE_CHUNK, channel, new byte[1]);
            assertRefused(supervisor);
        }
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            int channel = supervisor.request(
                    FrameType.FILE_WRITE, new PayloadWriter().u32(0600).str("/tmp/a"));
            supervisor.send(FrameType.KILL, channel);
            assertRefused(supervisor);
        }
    }

    @Test
    void framesForChannelsThatAreNotInUseAreIgnored() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            for (int channel : new int[] {0, 7, -1}) {
                supervisor.send(FrameType.KILL, channel);
                supervisor.send(FrameType.STDIN, channel, new byte[65_536]);
                supervisor.send(FrameType.STDIN_END, channel);
                supervisor.send(
                        FrameType.CREDIT, channel, new PayloadWriter().u8(1).u32(1));
                supervisor.send(FrameType.FILE_CHUNK, channel, new byte[1]);
                supervisor.send(FrameType.FILE_COMMIT, channel, new byte[] {1});
                supervisor.send(FrameType.FILE_CANCEL, channel);
            }
            supervisor.ping();
        }
    }

    @Test
    void endOfInputWithinAFrameIsRefused() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            send(supervisor, HexFormat.of().parseHex("000000ff14000000010000"));
            supervisor.hangUp();
            assertRefused(supervisor);
        }
    }

    @Test
    void framesMayComeByteByByte() throws Exception {
        try (LocalSupervisor supervisor = LocalSupervisor.start()) {
            byte[] ping = HexFormat.of().parseHex("0000000221000000010402");
            for (byte b : ping) {
                send(supervisor, new byte[] {b});
            }
            assertThat(supervisor.next(1, FrameType.PONG).payload()).containsExactly(4, 2);
        }
    }

    @Test
    void garbageEndsItWithoutACrash() throws Exception {
        Random random = new Random(7);
        for (int round = 0; round < 15; round++) {
            try (LocalSupervisor supervisor = LocalSupervisor.start()) {
                byte[] garbage = new byte[5000];
                random.nextBytes(garbage);
                garbage[0] = 1; // a length that cannot be
                send(supervisor, garbage);
                assertRefused(supervisor);
            }
        }
    }

    @Test
    void refusesToBeAnythingButTheFirstProcess() throws Exception {
        Process process = new ProcessBuilder(LocalSupervisor.binary().toString()).start();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).contains("PID 1");
    }
}
