package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that goes away takes its execution with it (spec 6.10). Heartbeats are too rare to be what tells. */
class DisconnectTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ServerFixture fixture = new ServerFixture(
            ServerFixture.ENGINE.withMaxConcurrent(1), ServerFixture.SERVER.withHeartbeat(Duration.ofMinutes(5)));

    @BeforeEach
    void makePrograms() {
        fixture.silentProgram("wait");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Stream<Arguments> goings() {
        return Stream.of("/execute", "/execute/stream")
                .flatMap(route -> Stream.of(
                        Arguments.of(route, "closes", (Consumer<RawHttp>) RawHttp::close),
                        Arguments.of(route, "closes its half", (Consumer<RawHttp>) RawHttp::finish),
                        Arguments.of(route, "resets", (Consumer<RawHttp>) RawHttp::reset)));
    }

    @ParameterizedTest(name = "{0}: the client {1}")
    @MethodSource("goings")
    void aRunningProgramIsKilledAndItsPlaceFree(String route, String name, Consumer<RawHttp> going) {
        try (RawHttp client = fixture.connect().request("POST", route, ServerFixture.body("wait"))) {
            fixture.awaitRunning(1);

            going.accept(client);

            await().atMost(SOON).until(() -> fixture.containers.running() == 0);
            fixture.assertUnharmed();
        }
    }

    @ParameterizedTest(name = "{0}: the client {1}")
    @MethodSource("goings")
    void aWaitingExecutionIsForgotten(String route, String name, Consumer<RawHttp> going) {
        try (RawHttp first = fixture.connect().request("POST", "/execute", ServerFixture.body("wait"));
                RawHttp second = fixture.connect()) {
            fixture.awaitRunning(1);
            second.request("POST", route, ServerFixture.body("wait", "s"));
            await().atMost(SOON).until(() -> !fixture.service.sessions().isEmpty());

            going.accept(second);

            await().atMost(SOON)
                    .until(() -> fixture.service.sessions().stream().noneMatch(session -> session.active()));
            assertThat(fixture.containers.created()).isEqualTo(1);
            assertThat(fixture.containers.running()).isEqualTo(1);
            assertThat(fixture.delete("/session/s").statusCode()).isEqualTo(200);
            first.close();
            fixture.assertUnharmed();
        }
    }

    private static Stream<Arguments> socketGoings() {
        return Stream.of(
                Arguments.of("closes", (Consumer<RawWebSocket>) RawWebSocket::close),
                Arguments.of("closes its half", (Consumer<RawWebSocket>) RawWebSocket::finish),
                Arguments.of("says goodbye", (Consumer<RawWebSocket>) socket -> socket.close(1001)),
                Arguments.of("resets", (Consumer<RawWebSocket>) RawWebSocket::reset));
    }

    @ParameterizedTest(name = "the client {0}")
    @MethodSource("socketGoings")
    void theProgramOfAWebSocketIsKilled(String name, Consumer<RawWebSocket> going) {
        try (RawWebSocket client = fixture.socket().execute("wait")) {
            fixture.awaitRunning(1);

            going.accept(client);

            await().atMost(SOON).until(() -> fixture.containers.running() == 0);
            fixture.assertUnharmed();
        }
    }

    @ParameterizedTest(name = "the client {0}")
    @MethodSource("socketGoings")
    void theWaitingExecutionOfAWebSocketIsForgotten(String name, Consumer<RawWebSocket> going) {
        try (RawHttp first = fixture.connect().request("POST", "/execute", ServerFixture.body("wait"));
                RawWebSocket client = fixture.socket()) {
            fixture.awaitRunning(1);
            client.text(
                    "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"wait\"},\"sessionId\":\"s\"}");
            await().atMost(SOON).until(() -> !fixture.service.sessions().isEmpty());

            going.accept(client);

            await().atMost(SOON)
                    .until(() -> fixture.service.sessions().stream().noneMatch(session -> session.active()));
            assertThat(fixture.containers.created()).isEqualTo(1);
            fixture.delete("/session/s");
            first.close();
            fixture.assertUnharmed();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientThatHadToWaitIsMissed(boolean abruptly) throws Exception {
        try (RawWebSocket client = fixture.socket()) {
            client.text(
                    "{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"wait\",\"interactive\":true}}");
            fixture.awaitRunning(1);
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 100; i++) {
                        client.text("{\"type\":\"stdin\",\"data\":\"" + "x".repeat(500_000) + "\"}");
                    }
                } catch (RuntimeException e) {
                    Thread.currentThread().interrupt();
                }
            });
            sender.start();
            sender.join(1500);
            assertThat(sender.isAlive()).isTrue();

            if (abruptly) {
                client.reset();
            } else {
                client.close();
            }
            sender.join(SOON.toMillis());

            await().atMost(SOON).until(() -> fixture.containers.running() == 0);
            fixture.assertUnharmed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void aRequestSentAheadIsAnsweredInItsTurn(String route) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        fixture.program("slow", run -> run.await(end).stdout("slow\n"));
        String ahead = "x".repeat(3000);
        fixture.program("echo " + ahead, run -> run.stdout(ahead));
        try (RawHttp client = fixture.connect()) {
            client.request("POST", route, ServerFixture.body("slow"));
            fixture.awaitRunning(1);
            client.request("POST", "/execute", ServerFixture.body("echo " + ahead))
                    .request("GET", "/health", "");
            await().during(Duration.ofMillis(600)).until(() -> fixture.containers.running() == 1);
            end.countDown();

            assertThat(client.answer().body()).contains("slow");
            assertThat(client.answer().body()).startsWith("{\"stdout\":\"" + ahead + "\"");
            assertThat(client.answer().body()).startsWith("{\"status\":\"ok\"");
            assertThat(client.request("GET", "/sessions", "").answer().body()).isEqualTo("{\"sessions\":[]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void aClientThatSentAheadAndWentAwayIsMissed(String route) {
        try (RawHttp client = fixture.connect()) {
            client.request("POST", route, ServerFixture.body("wait"));
            fixture.awaitRunning(1);
            client.request("GET", "/health", "x".repeat(5000)).finish();

            await().atMost(SOON).until(() -> fixture.containers.running() == 0);
        }
        fixture.assertUnharmed();
    }

    @Test
    void aConnectionServesManyExecutions() throws Exception {
        try (RawHttp client = fixture.connect()) {
            for (int i = 0; i < 3; i++) {
                CountDownLatch end = new CountDownLatch(1);
                fixture.program("slow" + i, run -> run.await(end).stdout("up\n"));
                client.request("POST", i % 2 == 0 ? "/execute" : "/execute/stream", ServerFixture.body("slow" + i));
                fixture.awaitRunning(1);
                await().during(Duration.ofMillis(400)).until(() -> fixture.containers.running() == 1);
                end.countDown();
                assertThat(client.answer().body()).contains("up");
            }
        }
        fixture.assertUnharmed();
    }
}
