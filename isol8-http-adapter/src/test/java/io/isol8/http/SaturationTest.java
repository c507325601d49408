package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.testkit.Operation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than the server can do. */
class SaturationTest {

    private static final int RUNNING = 2;
    private static final int MOST = 5;
    private static final String OTHER_KEY = "the-other-key";
    private static final String BUSY = "Too many executions: 5 run or wait for their turn already. Try again later.";

    private final CountDownLatch end = new CountDownLatch(1);
    private final ServerFixture fixture = new ServerFixture(
            ServerFixture.ENGINE.withMaxConcurrent(RUNNING).withMaxQueued(MOST - RUNNING),
            ServerFixture.SERVER.withRequests(MOST).withIdleTimeout(Duration.ofMinutes(5)),
            key -> key.equals(OTHER_KEY)
                    ? Optional.of(new Caller(false, "other"))
                    : new MasterKey(ServerFixture.KEY).authenticate(key));

    @BeforeEach
    void makePrograms() {
        fixture.program("wait", run -> run.await(end).stdout("done\n"));
    }

    @AfterEach
    void close() {
        end.countDown();
        fixture.close();
    }

    /** As many as may be, one in each session. */
    private List<CompletableFuture<HttpResponse<String>>> saturate() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            answers.add(fixture.postLater("/execute", ServerFixture.body("wait", "s" + i)));
        }
        fixture.awaitRunning(RUNNING);
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> fixture.service.sessions().size() == MOST);
        return answers;
    }

    private void endSessions() {
        fixture.service.sessions().forEach(session -> fixture.service.endSession(session.key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void whoeverComesTooManyIsToldToComeAgain(String route) {
        List<CompletableFuture<HttpResponse<String>>> answers = saturate();

        HttpResponse<String> refused = fixture.post(route, ServerFixture.body("wait"));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(refused.body()).isEqualTo("{\"error\":\"" + BUSY + "\",\"code\":\"busy\"}");

        end.countDown();
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        endSessions();
        fixture.assertUnharmed();
    }

    @Test
    void aWebSocketThatComesTooManyIsToldAndClosed() {
        saturate();
        try (RawWebSocket socket = fixture.socket().execute("wait")) {
            assertThat(socket.rest())
                    .containsExactly(
                            "{\"type\":\"error\",\"data\":\"" + BUSY + "\",\"code\":\"busy\"}",
                            "1000 Execution complete");
        }
    }

    @Test
    void theServersOwnQueueIsBounded() {
        try (ServerFixture small =
                new ServerFixture(ServerFixture.ENGINE.withMaxConcurrent(1).withMaxQueued(0), ServerFixture.SERVER)) {
            small.program("wait", run -> run.await(end));
            CompletableFuture<HttpResponse<String>> running = small.postLater("/execute", ServerFixture.body("wait"));
            small.awaitRunning(1);

            HttpResponse<String> refused = small.post("/execute", ServerFixture.body("wait"));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(refused.body())
                    .isEqualTo("{\"error\":\"Too many executions: 1 run and 0 wait for their turn already. Try again"
                            + " later.\",\"code\":\"busy\"}");
            assertThat(small.post("/execute/stream", ServerFixture.body("wait")).body())
                    .startsWith("data: {\"type\":\"error\",\"data\":\"Too many executions: ");
            end.countDown();
            assertThat(running.join().statusCode()).isEqualTo(200);
            small.assertUnharmed();
        }
    }

    private int statusOfSessions(String key) {
        return ServerFixture.send(fixture.request("/sessions")
                        .setHeader("Authorization", "Bearer " + key)
                        .build())
                .statusCode();
    }

    /** As many at a time as the tenant is allowed. */
    private List<RawHttp> uploadSlowly(String key) {
        List<RawHttp> slow = new ArrayList<>();
        String begin = RawHttp.head("POST", "/file", 1000).replace(ServerFixture.KEY, key) + "{";
        for (int i = 0; i < MOST + 64; i++) {
            slow.add(fixture.connect().send(begin));
        }
        await().atMost(ServerFixture.PATIENCE).until(() -> statusOfSessions(key) == 429);
        return slow;
    }

    @Test
    void aTenantThatSendsSlowlyKeepsNobodyElseOut() {
        List<RawHttp> slow = uploadSlowly(OTHER_KEY);

        for (int i = 0; i < 20; i++) {
            assertThat(statusOfSessions(ServerFixture.KEY)).isEqualTo(200);
        }
        assertThat(statusOfSessions(OTHER_KEY)).isEqualTo(429);
        slow.forEach(RawHttp::close);
        await().atMost(ServerFixture.PATIENCE).until(() -> statusOfSessions(OTHER_KEY) == 200);
    }

    @Test
    void theProbesAreAnsweredWhileEverythingElseIsFull() {
        saturate();
        List<RawHttp> slow = new ArrayList<>(uploadSlowly(ServerFixture.KEY));
        slow.addAll(uploadSlowly(OTHER_KEY));

        HttpResponse<String> refused = fixture.get("/sessions");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body())
                .matches(
                        "\\{\"error\":\"Too many requests: [0-9]+ are being handled already. Try again later.\",\"code\":\"busy\"}");
        for (int i = 0; i < 200; i++) {
            long begin = System.nanoTime();
            assertThat(fixture.get("/health").statusCode()).isEqualTo(200);
            assertThat(fixture.get("/ready").statusCode()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(fixture.audit.records()).isEmpty();
        assertThat(fixture.post("/execute", ServerFixture.body("wait")).statusCode())
                .isEqualTo(429);
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> fixture.audit.records().size() == 1);
        slow.forEach(RawHttp::close);
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> fixture.get("/sessions").statusCode() == 200);
        end.countDown();
        await().atMost(ServerFixture.PATIENCE).until(() -> fixture.containers.running() == 0);
        endSessions();
        fixture.assertUnharmed();
    }

    @Test
    void theServerIsReadyWhileTheContainerEngineAnswers() {
        HttpResponse<String> ready =
                ServerFixture.send(HttpRequest.newBuilder(fixture.uri("/ready")).build());
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");

        fixture.containers.before(Operation.PING, () -> {
            throw new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, "unix:///secret/path is not there");
        });
        await().atMost(ServerFixture.PATIENCE).until(() -> fixture.get("/ready").statusCode() == 503);
        assertThat(fixture.get("/ready").body()).isEqualTo("{\"error\":\"The container engine cannot be used now.\"}");
        assertThat(fixture.get("/health").statusCode()).isEqualTo(200);
        fixture.containers.before(Operation.PING, () -> {});
        await().atMost(ServerFixture.PATIENCE).until(() -> fixture.get("/ready").statusCode() == 200);
    }

    @Test
    void aServerWhoseContainerEngineFallsSilentIsNoLongerReady() {
        await().atMost(ServerFixture.PATIENCE).until(() -> fixture.get("/ready").statusCode() == 200);
        CountDownLatch answered = new CountDownLatch(1);
        holdPings(new CountDownLatch(1), answered);
        List<CompletableFuture<Integer>> asking = new ArrayList<>();

        await().atMost(ServerFixture.PATIENCE).until(() -> {
            asking.add(CompletableFuture.supplyAsync(() -> fixture.get("/ready").statusCode()));
            return asking.stream().anyMatch(one -> one.getNow(200) == 503);
        });
        answered.countDown();
        assertThat(asking).allSatisfy(one -> assertThat(one.join()).isIn(200, 503));
        assertThat(fixture.get("/ready").statusCode()).isEqualTo(200);
    }

    private void holdPings(CountDownLatch asked, CountDownLatch answered) {
        fixture.containers.before(Operation.PING, () -> {
            asked.countDown();
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Test
    void whoeverAsksWhetherItIsReadyDoesNotWaitForOneWhoLooks() {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        holdPings(asked, answered);
        CompletableFuture<HttpResponse<String>> looking = CompletableFuture.supplyAsync(() -> fixture.get("/ready"));
        await().atMost(ServerFixture.PATIENCE).until(() -> asked.getCount() == 0);

        assertThat(fixture.get("/ready").statusCode()).isEqualTo(503);
        assertThat(looking).isNotDone();
        answered.countDown();
        assertThat(looking.join().statusCode()).isEqualTo(200);
    }
}
