package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ByteSize;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Options;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions over plain HTTP (spec 4.2, 4.3, 5). */
class ExecuteTest {

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
    private static final String REST =
            ",\"durationMs\":0,\"truncated\":false,\"termination\":\"exited\",\"executionId\":\"" + UUID
                    + "\",\"runtime\":\"bash\",\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"containerId\":\"0*[1-9]\"";

    private final ServerFixture fixture = new ServerFixture(
            ServerFixture.ENGINE,
            ServerFixture.SERVER.withDefaults(
                    Isol8Options.builder().memoryLimit("64m").pidsLimit(32).build()));

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"fail\"}}",
                "{\"request\":{\"runtime\":\"bash\",\"cmd\":\"fail\"},\"options\":{},\"sessionId\":\"\"}",
                "{\"runtime\":\"bash\",\"code\":\"fail\"}",
                " {\"cmd\":\"fail\",\"runtime\":\"bash\",\"nobody\":[{\"knows\":\"this\"}]}\r\n",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"fail\"},\"code\":\"other\",\"options\":null}"
            })
    void answersWithTheResultOfWhatIsInAnEnvelopeOrBare(String body) {
        fixture.program("fail", run -> run.stdout("out\n").stderr("err\n").exit(3));

        HttpResponse<String> answer = fixture.post("/execute", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Content-Length")).isPresent();
        assertThat(answer.body()).matches("\\{\"stdout\":\"out\",\"stderr\":\"err\",\"exitCode\":3" + REST + "\\}");
    }

    @Test
    void tellsWhatHappensAsItHappens() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        fixture.program(
                "two",
                run -> run.stdout("a\nb ").await(more).stderr("\u00e9\r\n").exit(1));
        try (RawHttp connection = fixture.connect()) {
            connection.request("POST", "/execute/stream", ServerFixture.body("two"));

            RawHttp.Answer head = connection.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).contains("text/event-stream");
            assertThat(head.header("Cache-Control")).contains("no-cache");
            assertThat(head.header("Connection")).contains("keep-alive");
            assertThat(new String(connection.chunk(), StandardCharsets.UTF_8))
                    .isEqualTo("data: {\"type\":\"stdout\",\"data\":\"a\\nb \",\"phase\":\"code\"}\n\n");
            more.countDown();
            assertThat(new String(connection.chunk(), StandardCharsets.UTF_8))
                    .isEqualTo("data: {\"type\":\"stderr\",\"data\":\"\u00e9\\r\\n\",\"phase\":\"code\"}\n\n");
            assertThat(new String(connection.chunk(), StandardCharsets.UTF_8))
                    .matches("data: \\{\"type\":\"exit\",\"data\":\"1\",\"phase\":\"code\",\"result\":\\{\"exitCode\":1"
                            + REST + "\\}\\}\n\n");
            assertThat(connection.chunk()).isEmpty();
            assertThat(connection.request("GET", "/health", "").answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aStreamInTheOldProtocolEndsWithTheConnection() {
        try (RawHttp connection = fixture.connect()) {
            String body = ServerFixture.body("echo hi");
            RawHttp.Answer answer = connection
                    .send(RawHttp.head("POST", "/execute/stream", body.length()).replace("HTTP/1.1", "HTTP/1.0") + body)
                    .answer();

            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(answer.header("Connection")).isEmpty();
            assertThat(answer.body())
                    .startsWith("data: {\"type\":\"stdout\",\"data\":\"hi\\n\"")
                    .endsWith("}\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void aProgramThatNobodyWritesToSeesTheEndOfItsInput(String route) {
        fixture.program("cat", run -> run.stdout(run.stdin()));
        String open = "{\"runtime\":\"bash\",\"code\":\"cat\",\"interactive\":true}";
        String given = "{\"runtime\":\"bash\",\"code\":\"cat\",\"interactive\":true,\"stdin\":\"given\"}";

        assertThat(fixture.post(route, open).body()).contains("\"exitCode\":0");
        assertThat(fixture.post(route, given).body()).contains("given").contains("\"exitCode\":0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The body is empty.",
                "' ' | The body is empty.",
                "{ | The body is not valid JSON (line 1, column 2).",
                "not json | The body is not valid JSON (line 1, column 1).",
                "[] | The body must be an object.",
                "null | The body must be an object.",
                "\"x\" | The body must be an object.",
                "{} | request must be an object with \"runtime\" and one of \"code\", \"codeUrl\" and \"cmd\".",
                "{\"runtime\":\"bash\"} | request must be an object with \"runtime\" and one of \"code\", \"codeUrl\" and"
                        + " \"cmd\".",
                "{\"request\":[]} | request must be an object.",
                "{\"request\":{\"runtime\":1,\"code\":\"x\"}} | request.runtime must be the name of a runtime, e.g."
                        + " \"python\".",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\",\"env\":{\"A\":1}}} | request.env.A must be a string.",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"cpuLimit\":\"1\"}} | options.cpuLimit"
                        + " must be a number.",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"}}{} | The body has something after the JSON value."
            })
    void aBodyOfTheWrongShapeIsRefusedOnBothRoutes(String body, String text) {
        for (String route : new String[] {"/execute", "/execute/stream"}) {
            HttpResponse<String> answer = fixture.post(route, body);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(answer.body()).isEqualTo(error(text, "malformed_request"));
        }
    }

    private static String error(String text, String code) {
        return "{\"error\":\"" + text.replace("\"", "\\\"") + "\",\"code\":\"" + code + "\"}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"runtime\":\"cobol\",\"code\":\"x\"} | Unknown runtime: \"cobol\". Available: python, node, bun, deno,"
                        + " bash",
                "{\"runtime\":\"bash\",\"code\":\"x\",\"cmd\":\"y\"} | ExecutionRequest.code, ExecutionRequest.codeUrl, and"
                        + " ExecutionRequest.cmd are mutually exclusive — provide exactly one.",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\" \"}} | ExecutionRequest must include exactly one of: code,"
                        + " codeUrl, or cmd.",
                "{\"runtime\":\"bash\",\"code\":\"x\",\"workdir\":\"/etc\"} | Working directory must be inside /sandbox",
                "{\"runtime\":\"bash\",\"code\":\"x\",\"options\":{\"memoryLimit\":\"much\"}} | Invalid memory limit"
                        + " format: \"much\". Use e.g. \"512m\", \"1g\".",
                "{\"runtime\":\"bash\",\"code\":\"x\",\"sessionId\":\"a\\tb\"} | Invalid sessionId: it has 1 to 200"
                        + " characters, none of them a control character."
            })
    void whatCannotBeGrantedIsAnErrorOfOneRouteAndAnEventOfTheOther(String body, String text) {
        HttpResponse<String> answer = fixture.post("/execute", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(error(text, "invalid_request"));

        HttpResponse<String> stream = fixture.post("/execute/stream", body);
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(stream.body())
                .isEqualTo("data: {\"type\":\"error\",\"data\":\"" + text.replace("\"", "\\\"")
                        + "\",\"code\":\"invalid_request\"}\n\n");
        assertThat(fixture.containers.created()).isZero();
    }

    @Test
    void whatTheEngineCannotDoIsAnErrorOfOneRouteAndAnEventOfTheOther() {
        fixture.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        HttpResponse<String> answer = fixture.post("/execute", ServerFixture.body("echo hi"));
        fixture.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        HttpResponse<String> stream = fixture.post("/execute/stream", ServerFixture.body("echo hi"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).startsWith("{\"error\":\"create ").endsWith("\",\"code\":\"out_of_disk\"}");
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body())
                .startsWith("data: {\"type\":\"error\",\"data\":\"create ")
                .endsWith("\",\"code\":\"out_of_disk\"}\n\n");
        fixture.assertUnharmed();
    }

    @Test
    void whatNobodyExpectedIsToldOnEveryRoute() {
        String text = "Internal error. The server's log tells more.";
        String event = "{\"type\":\"error\",\"data\":\"" + text + "\"}";
        fixture.containers.before(Operation.CREATE, () -> {
            throw new IllegalStateException("on request of a test");
        });

        HttpResponse<String> answer = fixture.post("/execute", ServerFixture.body("echo hi"));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + text + "\"}");
        assertThat(fixture.post("/execute/stream", ServerFixture.body("echo hi"))
                        .body())
                .isEqualTo("data: " + event + "\n\n");
        try (RawWebSocket socket = fixture.socket()) {
            assertThat(socket.execute("echo hi").rest()).containsExactly(event, "1000 Execution complete");
        }
        fixture.containers.before(Operation.CREATE, () -> {});
        assertThat(fixture.post("/execute", ServerFixture.body("echo hi")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void howAProgramEndsIsNoError() {
        fixture.program("oom", run -> run.outOfMemory());
        fixture.silentProgram("forever");
        fixture.program("signal", run -> run.signal(15));

        assertThat(fixture.post("/execute", ServerFixture.body("oom")).body()).contains("\"termination\":\"oom\"");
        assertThat(fixture.post("/execute", ServerFixture.body("signal")).body())
                .contains("\"exitCode\":143")
                .contains("\"termination\":\"signaled\"");
        CompletableFuture<HttpResponse<String>> slow = fixture.postLater("/execute", ServerFixture.body("forever"));
        fixture.awaitRunning(1);
        fixture.clock.advance(Isol8Options.defaults().timeout());
        assertThat(slow.join().statusCode()).isEqualTo(200);
        assertThat(slow.join().body()).contains("\"termination\":\"timeout\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void optionsAreLaidOverTheServersDefaults(String route) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        fixture.program("wait", run -> run.await(end));
        CompletableFuture<HttpResponse<String>> answer = fixture.postLater(
                route,
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"wait\"},\"options\":{\"pidsLimit\":7,\"poolStrategy\":\"secure\","
                        + "\"poolSize\":{\"clean\":5,\"dirty\":9},\"mode\":\"persistent\",\"audit\":{\"enabled\":true},"
                        + "\"debug\":true,\"remoteCode\":{\"enabled\":true}}}");
        fixture.awaitRunning(1);

        InMemorySandbox sandbox = fixture.containers.open().get(0);
        assertThat(sandbox.spec().pids()).isEqualTo(7);
        assertThat(sandbox.spec().memory()).isEqualTo(ByteSize.memory("64m"));
        end.countDown();
        assertThat(answer.join().statusCode()).isEqualTo(200);
        fixture.assertUnharmed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/json; charset=latin1"
            })
    void whatABodyCallsItselfDoesNotMatter(String type) {
        fixture.program("echo \u00e9", run -> run.stdout("\u00e9"));

        for (String route : new String[] {"/execute", "/execute/stream"}) {
            HttpResponse<String> answer = ServerFixture.send(fixture.request(route)
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(ServerFixture.body("echo \u00e9")))
                    .build());
            assertThat(answer.body()).as(type).contains("\u00e9").contains("\"exitCode\":0");
        }
    }

    @Test
    void filesComeAndGo() {
        fixture.program(
                "move",
                run -> run.writeFile("/sandbox/out", run.file("/sandbox/in").orElseThrow()));

        HttpResponse<String> answer = fixture.post(
                "/execute",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"move\",\"files\":{\"in\":{\"base64\":\"AP8=\"}},"
                        + "\"outputPaths\":[\"out\",\"missing\"]}}");

        assertThat(answer.body()).contains("\"files\":{\"out\":\"AP8=\"}");
    }

    @Test
    void aLongResultArrivesWhole() {
        String text = "0123456789".repeat(60_000);
        fixture.program("long", run -> run.stdout(text));

        assertThat(fixture.post("/execute", ServerFixture.body("long")).body())
                .startsWith("{\"stdout\":\"" + text + "\",\"stderr\":\"\"");
    }
}
