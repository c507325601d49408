package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets on which nobody would say such things: the right close code, and a server that is as it was. */
class BadSocketTest {

    private static final int MOST = 200_000;

    private final ServerFixture fixture =
            new ServerFixture(ServerFixture.ENGINE, ServerFixture.SERVER.withMaxBodySize(MOST));

    @BeforeEach
    void makePrograms() {
        fixture.silentProgram("wait");
    }

    @AfterEach
    void close() {
        fixture.assertUnharmed();
        fixture.close();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() {
        try (ServerFixture impatient = new ServerFixture(
                        ServerFixture.ENGINE, ServerFixture.SERVER.withIdleTimeout(Duration.ofSeconds(3)));
                RawWebSocket socket = impatient.socket()) {
            assertThat(socket.rest().get(0)).startsWith("1001 ");
            assertThat(socket.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aMessageBeyondTheBoundIsNotRead() {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.text("{\"type\":\"stdin\",\"data\":\"" + "x".repeat(MOST) + "\"}")
                            .rest()
                            .get(0))
                    .startsWith("1009 ");
        }
    }

    @Test
    void aMessageInPiecesIsBoundedAsWell() {
        try (RawWebSocket socket = fixture.socket()) {
            byte[] piece = "x".repeat(30_000).getBytes(StandardCharsets.UTF_8);
            socket.frame(RawWebSocket.TEXT, piece);
            try {
                for (int i = 0; i < 20; i++) {
                    socket.frame(0, piece);
                }
            } catch (RuntimeException e) {
                assertThat(e.getMessage()).containsAnyOf("Broken pipe", "Connection reset");
            }
            assertThat(socket.rest().get(0)).startsWith("1009 ");
        }
    }

    @Test
    void tenMegabytesAreAMessageIfTheyMayBe() {
        try (ServerFixture large = new ServerFixture()) {
            large.program("count", run -> run.stdout(Integer.toString(run.stdin().length)));
            try (RawWebSocket socket = large.socket()) {
                socket.text("{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"count\",\"stdin\":\""
                        + "x".repeat(10_000_000) + "\"}}");
                assertThat(socket.message()).contains("\"data\":\"10000000\"");
            }
            try (RawWebSocket socket = large.socket()) {
                byte[] tooLong = ByteBuffer.allocate(10)
                        .put((byte) 0x81)
                        .put((byte) 0xff)
                        .putLong(1L << 40)
                        .array();
                assertThat(socket.bytes(tooLong).bytes(new byte[4]).rest().get(0))
                        .matches("100[29] .*");
            }
            large.assertUnharmed();
        }
    }

    @Test
    void textThatIsNoUnicodeIsRefused() {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.frame(0x80 | RawWebSocket.TEXT, new byte[] {'"', (byte) 0xff, '"'})
                            .rest()
                            .get(0))
                    .startsWith("1007 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8105", // a frame without a mask
                "f18000000000", // reserved bits
                "838000000000", // a type that there is not
                "808000000000", // the continuation of nothing
                "098000000000", // a control frame in pieces
                "89fe010000000000", // a control frame that is too long
                "888100000000ff" // half a close code
            })
    void whatIsNoFrameIsAProtocolError(String hex) {
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.bytes(HexFormat.of().parseHex(hex + "00".repeat(300)))
                            .rest()
                            .get(0))
                    .startsWith("1002 ");
        }
    }

    @Test
    void garbageEndsAConnection() {
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            try (RawWebSocket socket = fixture.socket().execute("wait")) {
                byte[] garbage = new byte[300];
                random.nextBytes(garbage);
                socket.bytes(garbage);
                socket.finish();
                try {
                    socket.rest();
                } catch (RuntimeException e) {
                    assertThat(e.getMessage()).containsAnyOf("close", "Connection reset");
                }
            }
        }
    }

    @Test
    void aConnectionThatBreaksOffInAMessageEndsItsProgram() {
        List<RawWebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sockets.add(fixture.socket().execute("wait"));
        }
        fixture.awaitRunning(6);
        byte[] half = ByteBuffer.allocate(1000)
                .put((byte) 0x81)
                .put((byte) 0xfe)
                .putShort((short) 5000)
                .array();
        for (int i = 0; i < 6; i++) {
            RawWebSocket socket = sockets.get(i).bytes(half);
            switch (i % 3) {
                case 0 -> socket.finish();
                case 1 -> socket.reset();
                default -> socket.close();
            }
        }
        await().atMost(ServerFixture.PATIENCE).until(() -> fixture.containers.running() == 0);
        sockets.forEach(RawWebSocket::close);
    }

    @Test
    void aClientThatIsComplainedAboutForeverAndDoesNotListenHoldsNoThread() {
        try (ServerFixture patient = new ServerFixture()) {
            List<Thread> talkers = new ArrayList<>();
            List<RawWebSocket> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                RawWebSocket socket = patient.socket();
                sockets.add(socket);
                String message = "{\"type\":\"" + "y".repeat(90) + "\"}";
                Thread talker = new Thread(() -> {
                    try {
                        while (true) {
                            socket.text(message);
                        }
                    } catch (RuntimeException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                talkers.add(talker);
                talker.start();
            }
            for (int i = 0; i < 20; i++) {
                assertThat(patient.post("/execute", ServerFixture.body("echo hi"))
                                .statusCode())
                        .isEqualTo(200);
            }
            sockets.forEach(RawWebSocket::close);
            talkers.forEach(talker -> await().atMost(ServerFixture.PATIENCE).until(() -> !talker.isAlive()));
        }
    }
}
