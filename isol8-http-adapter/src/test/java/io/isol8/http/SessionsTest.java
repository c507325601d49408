package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions over all routes (spec 4.7, 4.8, 7). */
class SessionsTest {

    private final ServerFixture fixture = new ServerFixture();

    @BeforeEach
    void makePrograms() {
        fixture.program("leave", run -> run.writeFile("/sandbox/note", new byte[] {'n'}));
        fixture.program("look", run -> run.stdout(run.file("/sandbox/note").isPresent() ? "there" : "gone"));
        fixture.silentProgram("wait");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String overSocket(ServerFixture fixture, String code, String session) {
        try (RawWebSocket socket = fixture.socket()) {
            String body = ServerFixture.body(code, session);
            return String.join(
                    "\n",
                    socket.text("{\"type\":\"execute\"," + body.substring(1)).rest());
        }
    }

    @Test
    void theThreeRoutesShareASession() {
        fixture.post("/execute", ServerFixture.body("leave", "s"));

        assertThat(fixture.post("/execute", ServerFixture.body("look", "s")).body())
                .contains("there");
        assertThat(fixture.post("/execute/stream", ServerFixture.body("look", "s"))
                        .body())
                .contains("there");
        assertThat(overSocket(fixture, "look", "s")).contains("there");
        assertThat(overSocket(fixture, "look", "other")).contains("gone");
        assertThat(fixture.containers.created()).isEqualTo(2);
    }

    @Test
    void aSocketAndAStreamBeginSessions() {
        overSocket(fixture, "leave", "of a socket");
        fixture.post("/execute/stream", ServerFixture.body("leave", "of a stream"));

        assertThat(fixture.get("/sessions").body())
                .isEqualTo(
                        "{\"sessions\":["
                                + "{\"id\":\"of a socket\",\"isActive\":false,\"lastAccessedAt\":\"2026-01-01T00:00:00.000Z\"},"
                                + "{\"id\":\"of a stream\",\"isActive\":false,\"lastAccessedAt\":\"2026-01-01T00:00:00.000Z\"}]}");
        assertThat(fixture.delete("/session/of%20a%20socket").body()).isEqualTo("{\"ok\":true}");
        assertThat(fixture.delete("/session/of%20a%20stream").body()).isEqualTo("{\"ok\":true}");
        assertThat(fixture.get("/sessions").body()).isEqualTo("{\"sessions\":[]}");
        assertThat(fixture.get("/sessions").headers().firstValue("Content-Type"))
                .contains("application/json");
        fixture.assertUnharmed();
    }

    @Test
    void aSessionBelongsToItsRuntime() {
        fixture.post("/execute", ServerFixture.body("leave", "s"));
        String other = ServerFixture.body("look", "s").replace("bash", "python");
        String text = "Cannot switch runtime from \\\"bash\\\" to \\\"python\\\". Each persistent container supports a"
                + " single runtime. Create a new Isol8 instance for a different runtime.";

        HttpResponse<String> answer = fixture.post("/execute", other);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + text + "\",\"code\":\"runtime_switch\"}");
        assertThat(fixture.post("/execute/stream", other).body())
                .isEqualTo("data: {\"type\":\"error\",\"data\":\"" + text + "\",\"code\":\"runtime_switch\"}\n\n");
    }

    @Test
    void aSessionIsActiveWhileSomethingRunsOrWaits() {
        CompletableFuture<HttpResponse<String>> running =
                fixture.postLater("/execute", ServerFixture.body("wait", "s"));
        fixture.awaitRunning(1);
        fixture.clock.advance(Duration.ofSeconds(1));

        assertThat(fixture.get("/sessions").body()).contains("\"isActive\":true");
        assertThat(fixture.service.pruneSessions(Duration.ZERO)).isZero();
        fixture.delete("/session/s");
        running.join();
        assertThat(fixture.get("/sessions").body()).isEqualTo("{\"sessions\":[]}");
    }

    @Test
    void executionsAndFilesTouchASessionAndLookingDoesNot() {
        fixture.post("/execute", ServerFixture.body("leave", "s"));
        fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(fixture.get("/sessions").body()).contains("00:00:00.000Z");
        fixture.get("/file?sessionId=s&path=note");
        assertThat(fixture.get("/sessions").body()).contains("00:00:01.000Z");
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.post("/file", "{\"sessionId\":\"s\",\"path\":\"a\",\"content\":\"\"}");
        assertThat(fixture.get("/sessions").body()).contains("00:00:02.000Z");
        fixture.clock.advance(Duration.ofSeconds(1));
        fixture.post("/execute", ServerFixture.body("look", "s"));
        assertThat(fixture.get("/sessions").body()).contains("00:00:03.000Z");
    }

    @Test
    void executionsOfASessionRunOneAfterTheOtherInTheOrderInWhichTheyCame() {
        CountDownLatch first = new CountDownLatch(1);
        List<Integer> order = new CopyOnWriteArrayList<>();
        fixture.program("first", run -> run.await(first));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        answers.add(fixture.postLater("/execute", ServerFixture.body("first", "s")));
        fixture.awaitRunning(1);
        for (int i = 0; i < 4; i++) {
            int number = i;
            fixture.program("number " + i, run -> order.add(number));
            String route = i % 2 == 0 ? "/execute" : "/execute/stream";
            answers.add(fixture.postLater(route, ServerFixture.body("number " + i, "s")));
            awaitWaiting(i + 1);
        }
        assertThat(fixture.containers.running()).isEqualTo(1);
        first.countDown();

        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    /** So many executions wait for their turn, while one runs: their places are taken when somebody awaits their end. */
    private static void awaitWaiting(int executions) {
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> Thread.getAllStackTraces().values().stream()
                                .filter(SessionsTest::awaitsAnEnd)
                                .count()
                        == executions + 1);
    }

    /** That of a stream, its own turn, or that of its program. */
    private static boolean awaitsAnEnd(StackTraceElement[] stack) {
        return isIn("ExecutionRoutes.", stack)
                && Stream.of("BackgroundExecution.poll", "Control.interruptibly", "ProgramRun.follow")
                        .anyMatch(method -> isIn(method, stack));
    }

    /** Whether a call of it is under way, by the names of a type and, maybe, of a method. */
    private static boolean isIn(String call, StackTraceElement[] stack) {
        return Arrays.stream(stack)
                .anyMatch(frame -> (frame.getClassName() + "." + frame.getMethodName() + "(").contains("." + call));
    }

    @Test
    void endingASessionCancelsWhatRunsAndWhatWaitsInIt() {
        CompletableFuture<HttpResponse<String>> running =
                fixture.postLater("/execute", ServerFixture.body("wait", "s"));
        fixture.awaitRunning(1);
        CompletableFuture<HttpResponse<String>> waiting =
                fixture.postLater("/execute", ServerFixture.body("wait", "s"));
        awaitWaiting(1);

        HttpResponse<String> ended = fixture.delete("/session/s");

        assertThat(ended.statusCode()).isEqualTo(200);
        assertThat(ended.body()).isEqualTo("{\"ok\":true}");
        assertThat(running.join().body()).contains("\"termination\":\"cancelled\"");
        assertThat(waiting.join().statusCode()).isEqualTo(503);
        assertThat(waiting.join().body()).endsWith("\"code\":\"cancelled\"}");
        fixture.assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "/",
                "%2f",
                "..",
                ".",
                "../../etc",
                "a b+c",
                "?x=y#z",
                "a;b=c",
                "\u00e4\u4e2d\ud83d\ude00",
                "\"quoted\\\"",
                "%",
                "files"
            })
    void anIdMayBeAnythingThatIsVisible(String id) {
        String json = id.replace("\\", "\\\\").replace("\"", "\\\"");
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace(".", "%2e");
        assertThat(fixture.post("/execute", ServerFixture.body("leave", json)).statusCode())
                .isEqualTo(200);

        assertThat(fixture.get("/sessions").body()).contains("\"id\":\"" + json + "\"");
        assertThat(fixture.get("/file?path=note&sessionId=" + encoded).body()).isEqualTo("{\"content\":\"bg==\"}");
        assertThat(fixture.get("/sessions/" + encoded + "/files/note").body()).isEqualTo("n");
        assertThat(fixture.delete("/session/" + encoded).statusCode()).isEqualTo(200);
        assertThat(fixture.get("/sessions").body()).isEqualTo("{\"sessions\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "a\nb", "a\u202eb", "LONG", "LONGER"})
    void anIdThatNoneCanHaveIsRefusedAndKnownToNobody(String name) {
        String id = name.replace("LONGER", "x".repeat(10_000)).replace("LONG", "x".repeat(201));
        String json = id.replace("\n", "\\n").replace("\u0001", "\\u0001");
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);

        assertThat(fixture.post("/execute", ServerFixture.body("leave", json)).statusCode())
                .isEqualTo(400);
        assertThat(fixture.delete("/session/" + encoded).statusCode()).isEqualTo(200);
        assertThat(fixture.get("/file?path=note&sessionId=" + encoded).statusCode())
                .isEqualTo(404);
        assertThat(fixture.get("/sessions/" + encoded + "/files/note").statusCode())
                .isEqualTo(404);
        assertThat(fixture.post("/file", "{\"sessionId\":\"" + json + "\",\"path\":\"x\",\"content\":\"\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(fixture.get("/sessions").body()).isEqualTo("{\"sessions\":[]}");
    }

    @Test
    void nothingIsNoIdAndAZeroByteNoPath() {
        assertThat(fixture.delete("/session/").statusCode()).isEqualTo(404);
        assertThat(fixture.delete("/session/a%00b").statusCode()).isEqualTo(400);
    }
}
