package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.Isol8Options;
import io.isol8.testkit.InMemorySandbox;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that say nothing, and clients that do not listen (spec 2.7). */
class SilenceTest {

    private static final Duration IDLE = Duration.ofSeconds(3);

    private final CountDownLatch end = new CountDownLatch(1);
    private ServerFixture fixture = start(Duration.ofMillis(100));

    private static ServerFixture start(Duration heartbeat) {
        return new ServerFixture(
                ServerFixture.ENGINE.withMaxConcurrent(2),
                ServerFixture.SERVER.withHeartbeat(heartbeat).withIdleTimeout(IDLE));
    }

    @BeforeEach
    void makePrograms() {
        addPrograms(fixture);
    }

    private void addPrograms(ServerFixture to) {
        to.program("wait", run -> run.await(end).stdout("at last\n"));
        byte[] block = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
        to.program("flood", run -> {
            while (true) {
                run.stdout(block);
            }
        });
    }

    @AfterEach
    void close() {
        end.countDown();
        fixture.close();
    }

    /** Longer than connections may be silent. */
    private void letTimePass() throws InterruptedException {
        assertThat(end.await(IDLE.toMillis() * 3 / 2, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void aSilentStreamSaysThatItLives() throws Exception {
        try (RawHttp client = fixture.connect()) {
            client.request("POST", "/execute/stream", ServerFixture.body("wait"));
            assertThat(client.head().status()).isEqualTo(200);
            for (int i = 0; i < 5; i++) {
                assertThat(new String(client.chunk(), StandardCharsets.UTF_8)).isEqualTo(": keep-alive\n\n");
            }
            end.countDown();
            String rest = new String(client.chunk(), StandardCharsets.UTF_8);
            while (rest.startsWith(":")) {
                rest = new String(client.chunk(), StandardCharsets.UTF_8);
            }
            assertThat(rest).startsWith("data: {\"type\":\"stdout\",\"data\":\"at last\\n\"");
        }
        fixture.assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 300_000})
    void aSilentProgramSurvivesOnEveryRoute(long heartbeat) throws Exception {
        fixture.close();
        fixture = new ServerFixture(
                ServerFixture.ENGINE,
                ServerFixture.SERVER.withHeartbeat(Duration.ofMillis(heartbeat)).withIdleTimeout(IDLE));
        addPrograms(fixture);
        CompletableFuture<HttpResponse<String>> buffered = fixture.postLater("/execute", ServerFixture.body("wait"));
        CompletableFuture<HttpResponse<String>> streamed =
                fixture.postLater("/execute/stream", ServerFixture.body("wait"));
        try (RawWebSocket socket = fixture.socket().execute("wait")) {
            fixture.awaitRunning(3);
            letTimePass();
            assertThat(fixture.containers.running()).isEqualTo(3);
            end.countDown();

            assertThat(socket.message()).contains("at last");
            assertThat(socket.rest().get(1)).isEqualTo("1000 Execution complete");
            assertThat(buffered.join().body()).contains("at last");
            assertThat(streamed.join().body()).contains("at last").contains("\"exit\"");
        }
        fixture.assertUnharmed();
    }

    @Test
    void connectionsOnWhichNothingIsExecutedMayNotBeSilentForLong() {
        try (RawHttp idle = fixture.connect();
                RawHttp used = fixture.connect();
                RawWebSocket socket = fixture.socket()) {
            end.countDown();
            assertThat(used.request("POST", "/execute", ServerFixture.body("wait"))
                            .answer()
                            .status())
                    .isEqualTo(200);

            assertThat(idle.isClosedByServer()).isTrue();
            assertThat(used.isClosedByServer()).isTrue();
            assertThat(socket.rest().get(0)).startsWith("1001 ");
            assertThat(socket.isClosedByServer()).isTrue();
        }
    }

    /** Whether nobody read what was sent before. To be asked seldom: what is sent breaks the silence. */
    private static boolean isDeaf(RawWebSocket socket, String message) {
        try {
            if (message.isEmpty()) {
                socket.frame(0x80 | RawWebSocket.PONG, new byte[0]);
            } else {
                socket.text(message);
            }
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void aGoodbyeThatIsNotAnsweredEndsTheConnection() {
        end.countDown();
        try (RawWebSocket socket = fixture.socket().execute("wait")) {
            assertThat(socket.rest()).last().isEqualTo("1000 Execution complete");

            assertThat(socket.isClosedByServer()).isTrue();
            await().atMost(ServerFixture.PATIENCE)
                    .pollInterval(IDLE.multipliedBy(2))
                    .until(() -> isDeaf(socket, ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"type\":\"stdin\",\"data\":\"x\"}"})
    void whoGoesOnSendingAfterAGoodbyeIsCutOff(String message) {
        end.countDown();
        try (RawWebSocket socket = fixture.socket().execute("wait")) {
            assertThat(socket.rest()).last().isEqualTo("1000 Execution complete");

            await().atMost(ServerFixture.PATIENCE)
                    .pollInterval(IDLE.dividedBy(10))
                    .until(() -> isDeaf(socket, message));
        }
        fixture.assertUnharmed();
    }

    @Test
    void aStreamThatNobodyReadsStallsItsProgram() throws Exception {
        try (RawHttp stream = fixture.connect();
                RawWebSocket socket = fixture.socket()) {
            String body =
                    "\"request\":{\"runtime\":\"bash\",\"code\":\"flood\"},\"options\":{\"maxOutputSize\":1000000000}}";
            stream.request("POST", "/execute/stream", "{" + body);
            socket.text("{\"type\":\"execute\"," + body);
            stream.head();
            fixture.awaitRunning(2);
            await().atMost(ServerFixture.PATIENCE)
                    .until(() -> fixture.containers.open().stream().allMatch(InMemorySandbox::stalled));
            letTimePass();
            assertThat(fixture.containers.open()).hasSize(2).allMatch(InMemorySandbox::stalled);

            fixture.clock.advance(Isol8Options.defaults().timeout().plusSeconds(1));

            fixture.awaitRunning(0);
            await().atMost(ServerFixture.PATIENCE)
                    .until(() -> fixture.containers.open().isEmpty());
            assertThat(fixture.get("/health").statusCode()).isEqualTo(200);
            for (int i = 0; i < 4; i++) {
                assertThat(fixture.post("/execute", ServerFixture.body("echo hi"))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        fixture.assertUnharmed();
    }
}
