package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.testkit.InMemorySandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a server ends (spec 28.1). */
class ShutdownTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
    private final ServerFixture fixture =
            new ServerFixture(ServerFixture.ENGINE.withMaxConcurrent(3), ServerFixture.SERVER);

    @BeforeEach
    void makePrograms() {
        fixture.program("wait", run -> run.await(end).stdout("done\n"));
        fixture.silentProgram("hang");
        byte[] block = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
        fixture.program("flood", run -> {
            while (true) {
                run.stdout(block);
            }
        });
    }

    @AfterEach
    void nothingIsLeft() {
        end.countDown();
        fixture.close();
        assertThat(fixture.containers.running()).isZero();
        assertThat(fixture.containers.open()).isEmpty();
        await().atMost(ServerFixture.PATIENCE)
                .untilAsserted(() -> assertThat(leftThreads()).isEmpty());
        assertThatThrownBy(fixture::connect).isInstanceOf(UncheckedIOException.class);
    }

    private Set<String> leftThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.matches("(isol8|qtp|JettyServer|Javalin|program|Scheduler|Session).*"))
                .collect(Collectors.toSet());
    }

    private Thread stop(Duration patience) {
        Thread stopping = new Thread(() -> fixture.server.stop(patience));
        stopping.start();
        return stopping;
    }

    private static void join(Thread thread) throws InterruptedException {
        thread.join(ServerFixture.PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void whatRunsMayEndWithinThePatienceAndNothingNewBegins() throws Exception {
        CompletableFuture<HttpResponse<String>> buffered = fixture.postLater("/execute", ServerFixture.body("wait"));
        CompletableFuture<HttpResponse<String>> streamed =
                fixture.postLater("/execute/stream", ServerFixture.body("wait"));
        try (RawWebSocket socket = fixture.socket().execute("wait");
                RawWebSocket idle = fixture.socket()) {
            fixture.awaitRunning(3);

            Thread stopping = stop(Duration.ofMinutes(1));
            await().atMost(ServerFixture.PATIENCE)
                    .until(() -> fixture.get("/ready").statusCode() == 503);
            assertThat(fixture.get("/ready").body()).isEqualTo("{\"error\":\"The server is shutting down.\"}");
            for (String route : new String[] {"/execute", "/execute/stream"}) {
                HttpResponse<String> refused = fixture.post(route, ServerFixture.body("wait"));
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body())
                        .isEqualTo("{\"error\":\"The server is shutting down.\",\"code\":\"cancelled\"}");
            }
            assertThat(idle.execute("wait").rest())
                    .containsExactly(
                            "{\"type\":\"error\",\"data\":\"The server is shutting down.\",\"code\":\"cancelled\"}",
                            "1000 Execution complete");
            assertThat(fixture.get("/health").statusCode()).isEqualTo(200);
            assertThat(stopping.isAlive()).isTrue();
            end.countDown();

            assertThat(buffered.join().body()).contains("\"stdout\":\"done\"").contains("\"exitCode\":0");
            assertThat(streamed.join().body()).contains("\"data\":\"done\\n\"").contains("\"exit\"");
            assertThat(socket.rest()).hasSize(3).last().isEqualTo("1000 Execution complete");
            socket.close(1000);
            join(stopping);
        }
    }

    @Test
    void whatDoesNotEndIsCancelledAndItsClientsAreTold() throws Exception {
        CompletableFuture<HttpResponse<String>> buffered = fixture.postLater("/execute", ServerFixture.body("hang"));
        CompletableFuture<HttpResponse<String>> streamed =
                fixture.postLater("/execute/stream", ServerFixture.body("hang"));
        try (RawWebSocket socket = fixture.socket().execute("hang");
                RawWebSocket idle = fixture.socket()) {
            fixture.awaitRunning(3);
            CompletableFuture<HttpResponse<String>> queued =
                    fixture.postLater("/execute", ServerFixture.body("hang", "s"));
            CompletableFuture<HttpResponse<String>> queuedStream =
                    fixture.postLater("/execute/stream", ServerFixture.body("hang", "t"));
            await().atMost(ServerFixture.PATIENCE)
                    .until(() -> fixture.service.sessions().size() == 2);

            Thread stopping = stop(Duration.ofMillis(100));

            assertThat(buffered.join().statusCode()).isEqualTo(200);
            assertThat(buffered.join().body()).contains("\"termination\":\"cancelled\"");
            assertThat(streamed.join().body()).contains("\"termination\":\"cancelled\"");
            assertThat(queued.join().statusCode()).isEqualTo(503);
            assertThat(queued.join().body()).endsWith("\"code\":\"cancelled\"}");
            assertThat(queuedStream.join().body())
                    .startsWith("data: {\"type\":\"error\"")
                    .endsWith("\"code\":\"cancelled\"}\n\n");
            assertThat(socket.rest()).last().isEqualTo("1000 Execution complete");
            assertThat(idle.rest().get(0)).startsWith("1001 ");
            join(stopping);
        }
    }

    @Test
    void aClientThatDoesNotListenIsNotWaitedForLong() throws Exception {
        try (RawHttp stream = fixture.connect();
                RawWebSocket socket = fixture.socket();
                RawHttp upload = fixture.connect()) {
            String options = ",\"options\":{\"maxOutputSize\":1000000000}}";
            String body = ServerFixture.body("flood").replaceAll("}$", options);
            stream.request("POST", "/execute/stream", body);
            socket.text("{\"type\":\"execute\"," + body.substring(1));
            await().atMost(ServerFixture.PATIENCE)
                    .until(() -> fixture.containers.open().size() == 2
                            && fixture.containers.open().stream().allMatch(InMemorySandbox::stalled));
            upload.send(RawHttp.head("POST", "/execute", 1000) + "{");

            join(stop(Duration.ofMillis(100)));
        }
    }

    @Test
    void stoppingTwiceIsStoppingOnce() throws Exception {
        fixture.postLater("/execute", ServerFixture.body("hang"));
        fixture.awaitRunning(1);

        Thread first = stop(Duration.ofMillis(200));
        Thread second = stop(Duration.ZERO);
        join(first);
        join(second);
        fixture.server.stop(Duration.ofMinutes(1));
        fixture.server.close();
    }

    @Test
    void thePortIsFreeAgain() throws Exception {
        int port = fixture.server.port();
        fixture.get("/health");

        fixture.server.close();

        try (ServerSocket again = new ServerSocket(port)) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void aPortThatIsTakenIsToldAndNothingIsLeft() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            ServerSettings settings = ServerSettings.of(taken.getLocalPort(), "1.2.3");

            assertThatThrownBy(() -> new ServerFixture(ServerFixture.ENGINE, settings))
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PORT_IN_USE))
                    .hasMessage("Port " + taken.getLocalPort() + " is in use.");
        }
    }
}
