package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in (spec 3). */
class AuthTest {

    private static final String MISSING = "{\"error\":\"Missing Authorization header\"}";
    private static final String INVALID = "{\"error\":\"Invalid API key\"}";
    private static final AtomicInteger LOOKUPS = new AtomicInteger();

    private static ServerFixture fixture;

    @BeforeAll
    static void start() {
        MasterKey master = new MasterKey(ServerFixture.KEY);
        fixture = new ServerFixture(ServerFixture.ENGINE, ServerFixture.SERVER, key -> {
            LOOKUPS.incrementAndGet();
            return key.equals("tenants-key") ? Optional.of(new Caller(false, "acme")) : master.authenticate(key);
        });
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static RawHttp.Answer ask(String request, String... headers) {
        try (RawHttp connection = fixture.connect()) {
            String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            return connection
                    .send(request + " HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n")
                    .answer();
        }
    }

    private static void assertAnswer(RawHttp.Answer answer, int status, String body) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /execute",
                "POST /execute/stream",
                "GET /execute/ws",
                "POST /file",
                "GET /file",
                "GET /sessions",
                "DELETE /session/x",
                "PUT /sessions/x/files/y",
                "GET /sessions/x/files/y",
                "HEAD /sessions/x/files/y",
                "GET /sessions/x/files",
                "DELETE /sessions/x/files/y",
                "POST /cleanup",
                "GET /openapi.yaml",
                "GET /",
                "GET /nowhere",
                "OPTIONS /execute",
                "TRACE /execute",
                "GET /health/",
                "GET //health",
                "GET /Health",
                "GET /%68ealth",
                "GET /health;a=b",
                "GET /health/../sessions",
                "GET /sessions/../health"
            })
    void everythingButTheProbesNeedsAKey(String request) {
        boolean head = request.startsWith("HEAD");
        try (RawHttp connection = fixture.connect()) {
            connection.send(request + " HTTP/1.1\r\nHost: x\r\n\r\n");
            RawHttp.Answer answer = head ? connection.head() : connection.answer();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(head ? "" : MISSING);
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        }
        if (!head) {
            assertAnswer(ask(request, "Authorization: Bearer wrong"), 403, INVALID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute/ws", "/sessions", "/nowhere"})
    void upgradesNeedAKey(String path) {
        try (RawHttp connection = fixture.connect()) {
            assertAnswer(connection.send(RawWebSocket.upgrade(path, "")).answer(), 401, MISSING);
        }
        try (RawHttp connection = fixture.connect()) {
            String wrong =
                    RawWebSocket.upgrade(path + "?token=" + ServerFixture.KEY, "Authorization: Bearer wrong\r\n");
            RawHttp.Answer answer = connection.send(wrong).answer();
            assertAnswer(answer, 403, INVALID);
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready"})
    void aStrangerWhoWantsToUpgradeAProbeIsNotRemembered(String path) {
        try (RawHttp connection = fixture.connect()) {
            RawHttp.Answer answer =
                    connection.send(RawWebSocket.upgrade(path, "")).answer();
            assertAnswer(answer, 404, "{\"error\":\"Not Found\"}");
            assertThat(answer.header("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void theServerIsThereOnEveryInterface() {
        URI other = URI.create("http://127.0.0.2:" + fixture.server.port() + "/health");

        assertThat(ServerFixture.send(HttpRequest.newBuilder(other).build()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void whetherTheServerLivesIsToldToAnybody(String method) {
        try (RawHttp connection = fixture.connect()) {
            connection.send(method + " /health HTTP/1.1\r\nHost: x\r\n\r\n");
            RawHttp.Answer answer = method.equals("HEAD") ? connection.head() : connection.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(answer.body())
                    .isEqualTo(method.equals("HEAD") ? "" : "{\"status\":\"ok\",\"version\":\"1.2.3\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer the-master-key",
                "bearer the-master-key",
                "BEARER the-master-key",
                "Bearer   the-master-key",
                "Bearer\tthe-master-key",
                " \t Bearer the-master-key \t"
            })
    void theSchemesCaseAndTheSpaceAroundTheKeyDoNotMatter(String value) {
        assertThat(ask("GET /sessions", "Authorization:" + value).status()).isEqualTo(200);
        assertThat(ask("GET /sessions", "aUTHORIZATION: " + value).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "the-master-key",
                "Bearerthe-master-key",
                "Basic the-master-key",
                "Basic dGhlLW1hc3Rlci1rZXk6",
                "Token the-master-key",
                "Bearer the-master-ke",
                "Bearer the-master-keys",
                "Bearer The-Master-Key",
                "Bearer the-master-key x",
                "Bearer \"the-master-key\"",
                "Bearer Bearer the-master-key",
                "Bearer the-master-key, Bearer the-master-key"
            })
    void everythingElseIsNoKey(String value) {
        assertAnswer(ask("GET /sessions", "Authorization: " + value), 403, INVALID);
    }

    @Test
    void aKeyIsLookedForOnceARequest() {
        int before = LOOKUPS.get();
        ask("GET /sessions", "Authorization: Bearer tenants-key");
        try (RawHttp connection = fixture.connect()) {
            connection.send(RawWebSocket.upgrade("/execute/ws", "Authorization: Bearer tenants-key\r\n"));
            assertThat(connection.head().status()).isEqualTo(101);
        }

        assertThat(LOOKUPS.get() - before).isEqualTo(2);
    }

    @Test
    void cleaningUpIsForTheMaster() {
        assertAnswer(
                ask("POST /cleanup", "Authorization: Bearer tenants-key"),
                403,
                "{\"error\":\"Master key required for this operation\"}");
    }

    @ParameterizedTest
    @CsvSource({"/execute", "/execute/stream"})
    void aTenantsSessionIsNobodyElses(String route) throws Exception {
        String session = "shared" + route.length();
        fixture.program("keep", run -> run.writeFile("/sandbox/a", new byte[] {'x'}));
        assertThat(fixture.post(route, ServerFixture.body("keep", session)).statusCode())
                .isEqualTo(200);

        String tenant = "Authorization: Bearer tenants-key";
        assertThat(ask("GET /sessions", tenant).body()).isEqualTo("{\"sessions\":[]}");
        assertAnswer(ask("GET /file?path=a&sessionId=" + session, tenant), 404, "{\"error\":\"Session not found\"}");
        assertAnswer(ask("GET /sessions/" + session + "/files/a", tenant), 404, "{\"error\":\"Session not found\"}");
        assertAnswer(ask("DELETE /session/" + session, tenant), 200, "{\"ok\":true}");
        assertThat(fixture.get("/file?path=a&sessionId=" + session).body()).isEqualTo("{\"content\":\"eA==\"}");
        fixture.delete("/session/" + session);
    }
}
