package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client of ours would send: the right status, in JSON, and a server that is as it was. */
class BadRequestTest {

    private static final int MUCH = 20_000_000;
    private static final int MOST = 50_000;

    private static final ServerSettings SETTINGS =
            ServerFixture.SERVER.withMaxBodySize(MOST).withRequests(4);

    private ServerFixture fixture = new ServerFixture(ServerFixture.ENGINE, SETTINGS);

    @BeforeEach
    void makeASession() {
        fixture.post("/execute", ServerFixture.body("echo hi", "s"));
    }

    /** From now on the server does not wait for long. */
    private void losePatience() {
        fixture.close();
        fixture = new ServerFixture(ServerFixture.ENGINE, SETTINGS.withIdleTimeout(Duration.ofSeconds(3)));
        makeASession();
    }

    @AfterEach
    void close() {
        fixture.delete("/session/s");
        fixture.assertUnharmed();
        fixture.close();
    }

    private static void assertError(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"").endsWith("\"}");
        assertThat(answer.header("Server")).isEmpty();
    }

    private RawHttp.Answer ask(String bytes) {
        try (RawHttp client = fixture.connect()) {
            return client.send(bytes.getBytes(StandardCharsets.ISO_8859_1)).answer();
        }
    }

    private static String get(String path, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ServerFixture.KEY + "\r\n" + lines
                + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream", "/file", "/cleanup"})
    void aBodyThatSaysItIsTooLongIsNotEvenRead(String route) {
        try (RawHttp client = fixture.connect()) {
            RawHttp.Answer answer =
                    client.send(RawHttp.head("POST", route, 1L << 40)).answer();

            assertError(answer, 413);
            assertThat(answer.body()).isEqualTo("{\"error\":\"The body must not have more than 50000 bytes.\"}");
            assertThat(answer.header("Connection")).contains("close");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream", "/file", "/cleanup"})
    void aBodyThatTurnsOutToBeTooLongIsReadNoFurther(String route) {
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("POST", route, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked"));
            client.send("1\r\n{\r\n");
            String spaces = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
            for (int sent = 0; sent <= MOST; sent += 0x1000) {
                client.send(spaces);
            }
            assertError(client.answer(), 413);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyOfExactlyTheBoundIsFine() {
        String body = ServerFixture.body("echo hi");
        assertThat(fixture.post("/execute", body + " ".repeat(MOST - body.length()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(fixture.post("/execute", body + " ".repeat(MOST - body.length() + 1))
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, 3_000_000})
    void whoeverSendsTooMuchInOneGoHearsWhy(int length) {
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> answer = fixture.post("/execute", " ".repeat(length));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("must not have more than");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/execute,wrong,403",
        "POST,/nowhere,the-master-key,404",
        "PUT,/sessions/other/files/x,the-master-key,404",
        "PUT,/sessions/s/files//etc/x,the-master-key,400",
        "POST,/execute,the-master-key,413"
    })
    void whoeverIsRefusedMaySendOnForAWhile(String method, String path, String key, int status) {
        String head = RawHttp.head(method, path, MUCH).replace(ServerFixture.KEY, key);
        await().until(() -> maySendOn(head, status));
    }

    /** It may not if it is silent for a second. */
    private boolean maySendOn(String head, int status) {
        try (RawHttp client = fixture.connect()) {
            RawHttp.Answer answer = client.send(head).answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(answer.header("Connection")).contains("close");

            client.send(new byte[MUCH]);
            return client.isClosedByServer();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static boolean cannotSend(RawHttp client, byte[] piece) {
        try {
            client.send(piece);
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void whoeverIsRefusedAndSendsOnForeverIsCutOff() {
        losePatience();
        byte[] piece = new byte[1000];
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("PUT", "/sessions/other/files/x", 1L << 40));
            assertError(client.answer(), 404);

            await().atMost(ServerFixture.PATIENCE).until(() -> cannotSend(client, piece));
        }
    }

    @Test
    void whoeverIsRefusedAndSendsNothingIsNotWaitedFor() {
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("PUT", "/sessions/other/files/x", 1_000_000));
            assertError(client.answer(), 404);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyIsAskedForOnlyIfItIsWanted() {
        String expect = "Expect: 100-continue\r\n\r\n";
        try (RawHttp client = fixture.connect()) {
            assertError(
                    client.send(RawHttp.head("POST", "/execute", MOST + 1).replace("\r\n\r\n", "\r\n" + expect))
                            .answer(),
                    413);
        }
        try (RawHttp client = fixture.connect()) {
            String stranger = RawHttp.head("POST", "/execute", 10).replace(ServerFixture.KEY, "wrong");
            assertError(
                    client.send(stranger.replace("\r\n\r\n", "\r\n" + expect)).answer(), 403);
        }
        try (RawHttp client = fixture.connect()) {
            String body = ServerFixture.body("echo hi");
            client.send(RawHttp.head("POST", "/execute", body.length()).replace("\r\n\r\n", "\r\n" + expect));
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send(body).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /health HTTP/1.1\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x\\r\\nHost: y\\r\\n\\r\\n | 400",
                "GET /health HTTP/7.0\\r\\nHost: x\\r\\n\\r\\n | 505",
                "GET /health\\r\\n\\r\\n | 505",
                "GET\\r\\n\\r\\n | 400",
                "\\u0016\\u0003\\u0001\\u0002\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x\\r\\nA\\u0000: b\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x\\r\\nA: b\\r\\n folded\\r\\n\\r\\n | 400",
                "GET /health HTTP/1.1\\r\\nHost: x\\r\\nno colon\\r\\n\\r\\n | 400",
                "POST /health HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nxx | 400",
                "POST /health HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n | 400",
                "POST /health HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n"
                        + " | 400",
                "POST /health HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n0\\r\\n\\r\\n | 400",
                "POST /health HTTP/1.1\\r\\nHost: x\\r\\nExpect: miracles\\r\\nContent-Length: 0\\r\\n\\r\\n | 417",
                "GET /%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
                "GET /%00 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
                "GET /%ff HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
                "GET /a b HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400",
                "GET health HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n | 400"
            })
    void whatIsNoHttpIsRefusedInJson(String request, int status) {
        String bytes = request;
        for (int code : new int[] {0, 1, 2, 3, 0x16}) {
            bytes = bytes.replace(String.format("\\u%04x", code), String.valueOf((char) code));
        }
        assertError(ask(bytes.replace("\\r", "\r").replace("\\n", "\n")), status);
    }

    @Test
    void aPathMayBeLongAndHeadersMayNotBeEndless() {
        assertError(ask(get("/sessions/s/files/" + "%e4%b8%ad".repeat(4000))), 404);
        assertError(ask(get("/sessions/s/files/" + "x".repeat(5000))), 400);
        assertError(ask(get("/" + "x".repeat(70_000))), 414);
        assertError(ask(get("/health", "A: " + "x".repeat(70_000))), 431);
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 8000; i++) {
            many.add("A" + i + ": b");
        }
        assertError(ask(get("/health", many.toArray(String[]::new))), 431);
    }

    @ParameterizedTest
    @CsvSource({
        "/file?sessionId=%zz&path=x,400",
        "/file?sessionId=s&path=%,400",
        "/file?sessionId=s&path=%00,400",
        "/file?sessionId=s&path=%ff,404",
        "/file?sessionId=s&path=a&path=b,404",
        "/file?sessionId=s&path=..%2f..%2fetc%2fpasswd,400",
        "/file?&&=&sessionId==s,400",
        "/sessions?x=%zz,200"
    })
    void queriesMayHoldAnything(String path, int status) {
        assertThat(ask(get(path)).status()).isEqualTo(status);
    }

    @Test
    void theOldProtocolIsSpokenAsWell() {
        String body = ServerFixture.body("echo hi");
        RawHttp.Answer answer = ask(RawHttp.head("POST", "/execute", body.length())
                        .replace("HTTP/1.1", "HTTP/1.0")
                        .replace("Host: localhost\r\n", "")
                + body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"stdout\":\"hi\"");
    }

    @Test
    void headersThatComeTooSlowlyEndTheConnection() {
        losePatience();
        try (RawHttp client = fixture.connect()) {
            assertThat(client.send("POST /execute HTTP/1.1\r\nHost").isClosedByServer())
                    .isTrue();
        }
    }

    @Test
    void manySlowStrangersHoldNoThreads() {
        List<RawHttp> slow = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slow.add(fixture.connect().send("POST /execute HTTP/1.1\r\nHost: x\r\nA" + i));
        }
        assertThat(fixture.post("/execute", ServerFixture.body("echo hi")).statusCode())
                .isEqualTo(200);
        slow.forEach(RawHttp::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /execute", "POST /execute/stream", "PUT /sessions/s/files/f"})
    void aBodyThatStopsIsGivenUp(String request) {
        losePatience();
        String[] words = request.split(" ");
        try (RawHttp client = fixture.connect()) {
            RawHttp.Answer answer =
                    client.send(RawHttp.head(words[0], words[1], 100) + "{").answer();

            assertError(answer, 408);
            assertThat(answer.body()).isEqualTo("{\"error\":\"The request's body did not come in time.\"}");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBodyThatTricklesIsGivenUp() throws Exception {
        losePatience();
        byte[] drop = {' '};
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("POST", "/execute", 10_000));
            Thread trickle = new Thread(() -> await().pollInterval(Duration.ofMillis(50))
                    .atMost(ServerFixture.PATIENCE)
                    .until(() -> cannotSend(client, drop)));
            trickle.start();
            assertThat(client.answer().status()).isEqualTo(408);
            client.close();
            trickle.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream", "/file"})
    void aBodyThatBreaksOffIsRefused(String route) {
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("POST", route, 100) + "{\"request\":").finish();
            assertError(client.answer(), 400);
        }
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("POST", route, 0).replace("Content-Length: 0", "Transfer-Encoding: chunked")
                    + "zz\r\n");
            assertError(client.answer(), 400);
        }
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("POST", route, 100) + "{\"request\":").reset();
        }
    }

    @Test
    void fieldsThatNobodyKnowsAreIgnored() {
        HttpResponse<String> answer = fixture.post(
                "/execute",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"echo hi\",\"new\":{\"deep\":[1]}},\"options\":{\"newer\":1},"
                        + "\"newest\":null}");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void deepJsonIsRefused() {
        HttpResponse<String> answer = fixture.post("/execute", "{\"a\":" + "[".repeat(20_000));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("nested deeper than 64 levels");
    }
}
