package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.InMemoryKeyStore;
import io.isol8.testkit.Operation;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every answer that the description names is given, as it is described; and whatever else is given here is named. */
class OpenApiAnswersTest {

    private static final OpenApi API = OpenApi.packaged();
    private static final Set<String> PROBES = Set.of("GET /health", "GET /ready");
    private static final String RUN = ServerFixture.body("echo hi");

    private final Map<String, Integer> seen = new TreeMap<>();
    private final List<ServerFixture> fixtures = new ArrayList<>();

    @AfterEach
    void close() {
        fixtures.forEach(ServerFixture::close);
    }

    private ServerFixture start(Authenticator keys) {
        return start(keys, ServerFixture.SERVER.withMaxBodySize(1000).withRequests(1));
    }

    private ServerFixture start(Authenticator keys, ServerSettings settings) {
        ServerFixture fixture = new ServerFixture(ServerFixture.ENGINE, settings, keys);
        fixtures.add(fixture);
        return fixture;
    }

    private static Authenticator keysOfADatabase() {
        return new KeyAccess(
                new MasterKey(ServerFixture.KEY), new InMemoryKeyStore(SystemClock.INSTANCE), Duration.ofDays(1));
    }

    /** Where an operation is, with its placeholders filled. */
    private static String path(String operation) {
        return operation.split(" ")[1].replace("{id}", "s").replace("{path}", "a");
    }

    private RawHttp.Answer ask(ServerFixture fixture, String operation, String request) {
        try (RawHttp client = fixture.connect()) {
            client.send(request);
            boolean unending = operation.startsWith("HEAD") || operation.equals("GET /execute/ws");
            RawHttp.Answer head = unending ? client.head() : client.answer();
            assertDescribed(operation, head);
            return head;
        }
    }

    private RawHttp.Answer ask(ServerFixture fixture, String operation, String path, String body, String... headers) {
        String head = RawHttp.head(operation.split(" ")[0], path, body.getBytes(StandardCharsets.UTF_8).length);
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return ask(fixture, operation, head.replace("Host: ", lines + "Host: ") + body);
    }

    private void assertDescribed(String operation, RawHttp.Answer answer) {
        String name = operation + " " + answer.status();
        JsonNode response = Optional.ofNullable(API.responses().get(name))
                .orElseThrow(() -> new AssertionError("not described: " + name + " " + answer.body()));
        seen.merge(name, 1, Integer::sum);
        JsonNode content = response.path("content");
        answer.header("Content-Type").filter(type -> answer.bytes().length > 0).ifPresent(type -> {
            assertThat(content.has(type)).as(name + " " + type).isTrue();
            if (type.equals("application/json")) {
                JsonNode value = OpenApi.json(answer.body());
                JsonNode schema = content.get(type).get("schema");
                assertThat(API.complaints(schema, value)).as(name + " " + value).isEmpty();
                assertThat(API.undescribed(schema, value))
                        .as(name + " " + value)
                        .isEmpty();
            }
        });
        response.path("headers")
                .fieldNames()
                .forEachRemaining(header -> assertThat(answer.header(header))
                        .as(name + " " + header)
                        .isPresent());
    }

    @Test
    void everyAnswerIsGivenAsItIsDescribed() throws Exception {
        ServerFixture server = start(keysOfADatabase());
        whatEverybodyIsAnswered(server);
        whatCannotBeLookedUp();
        bodies(server);
        executions(server);
        files(server);
        sessionsAndServer(server);
        keys(server);
        whatComesTooMany();
        shutdown();

        Set<String> described = new TreeSet<>(API.responses().keySet());
        described.removeAll(seen.keySet());
        assertThat(described).as("described, and not seen here").isEmpty();
    }

    private void whatEverybodyIsAnswered(ServerFixture server) {
        for (String operation : API.operations().keySet()) {
            if (!PROBES.contains(operation)) {
                String method = operation.split(" ")[0];
                ask(server, operation, method + " " + path(operation) + " HTTP/1.1\r\nHost: x\r\n\r\n");
                ask(
                        server,
                        operation,
                        method + " " + path(operation) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer no\r\n\r\n");
            }
        }
    }

    private void whatCannotBeLookedUp() {
        ServerFixture server = start(key -> {
            throw new Isol8Exception(ErrorCode.KEY_STORE_UNAVAILABLE, "The database does not answer.");
        });
        for (String operation : API.operations().keySet()) {
            if (!PROBES.contains(operation)) {
                assertThat(ask(server, operation, path(operation), "").status()).isEqualTo(503);
            }
        }
    }

    private void whatComesTooMany() {
        ServerFixture server = start(new MasterKey(ServerFixture.KEY));
        List<RawHttp> slow = new ArrayList<>();
        await().atMost(ServerFixture.PATIENCE).until(() -> {
            for (int i = 0; i < 60; i++) {
                slow.add(server.connect().send(RawHttp.head("POST", "/file", 900) + "{"));
            }
            return server.get("/sessions").statusCode() == 429;
        });
        for (String operation : API.operations().keySet()) {
            if (!PROBES.contains(operation)) {
                assertThat(ask(server, operation, path(operation), "").status()).isEqualTo(429);
            }
        }
        slow.forEach(RawHttp::close);
    }

    private void bodies(ServerFixture server) {
        server.post("/execute", ServerFixture.body("echo hi", "s"));
        ServerFixture hasty = start(keysOfADatabase(), ServerFixture.SERVER.withIdleTimeout(Duration.ofSeconds(1)));
        hasty.post("/execute", ServerFixture.body("echo hi", "s"));
        API.operations().forEach((operation, node) -> {
            String method = operation.split(" ")[0];
            if (node.has("requestBody")) {
                String unfinished = RawHttp.head(method, path(operation), 100) + "{";
                // who says nothing for a second after connecting is not answered
                await().ignoreExceptionsInstanceOf(UncheckedIOException.class)
                        .until(() -> ask(hasty, operation, unfinished).status() > 0);
            }
            if (node.has("requestBody") && !method.equals("PUT")) {
                ask(server, operation, RawHttp.head(method, path(operation), 1L << 40));
                ask(server, operation, path(operation), method.equals("POST") ? "[]" : "");
            }
        });
    }

    private void executions(ServerFixture server) {
        ask(server, "POST /execute", "/execute", RUN);
        String other = ServerFixture.body("echo hi", "s").replace("bash", "python");
        ask(server, "POST /execute", "/execute", other);
        server.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        ask(server, "POST /execute", "/execute", RUN);
        ask(server, "POST /execute/stream", "/execute/stream", RUN);
        String upgrade = RawWebSocket.upgrade("/execute/ws", "Authorization: Bearer " + ServerFixture.KEY + "\r\n");
        ask(server, "GET /execute/ws", upgrade);
        ask(server, "GET /execute/ws", upgrade.replace("Version: 13", "Version: 12"));
        ask(server, "GET /execute/ws", "/execute/ws", "");
    }

    private void files(ServerFixture server) {
        server.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        server.post("/execute", ServerFixture.body("echo hi", "bare"));
        String raw = "/sessions/{id}/files/{path}";
        ask(server, "PUT " + raw, "/sessions/s/files/a", "0123456789");
        ask(server, "PUT " + raw, "/sessions/s/files//etc/a", "x");
        ask(server, "GET " + raw, "/sessions/s/files/a", "");
        ask(server, "GET " + raw, "/sessions/s/files/a", "", "Range: bytes=1-2");
        ask(server, "GET " + raw, "/sessions/s/files/a", "", "Range: bytes=10-");
        ask(server, "GET " + raw, "/sessions/s/files//tmp", "");
        ask(server, "GET " + raw, "/sessions/s/files//etc/a", "");
        ask(server, "DELETE " + raw, "/sessions/s/files//etc/a", "");
        ask(server, "GET /sessions/{id}/files", "/sessions/s/files", "");
        ask(server, "POST /file", "/file", "{\"sessionId\":\"s\",\"path\":\"b\",\"content\":\"eA==\"}");
        ask(server, "GET /file", "/file?sessionId=s&path=b", "");
        ask(server, "GET /file", "/file?sessionId=s", "");
        for (String session : new String[] {"bare", "none", "s"}) {
            boolean fails = session.equals("s");
            String upload = "{\"sessionId\":\"" + session + "\",\"path\":\"b\",\"content\":\"\"}";
            fail(server, fails, Operation.WRITE_FILE);
            ask(server, "POST /file", "/file", upload);
            fail(server, fails, Operation.WRITE_FILE);
            ask(server, "PUT " + raw, "/sessions/" + session + "/files/a", "x");
            fail(server, fails, Operation.READ_FILE);
            ask(server, "GET /file", "/file?path=b&sessionId=" + session, "");
            fail(server, fails, Operation.READ_FILE);
            ask(server, "GET " + raw, "/sessions/" + session + "/files/a", "");
            fail(server, fails, Operation.READ_FILE);
            ask(server, "GET /sessions/{id}/files", "/sessions/" + session + "/files", "");
            fail(server, fails, Operation.WRITE_FILE);
            ask(server, "DELETE " + raw, "/sessions/" + session + "/files/a", "");
        }
        ask(server, "DELETE " + raw, "/sessions/s/files/a", "");
    }

    private static void fail(ServerFixture server, boolean wanted, Operation operation) {
        if (wanted) {
            server.containers.failNext(operation, ErrorCode.FILE_FAILED);
        }
    }

    private void sessionsAndServer(ServerFixture server) {
        ask(server, "GET /health", "/health", "");
        ask(server, "GET /ready", "/ready", "");
        RawHttp.Answer description = ask(server, "GET /openapi.yaml", "/openapi.yaml", "");
        assertThat(OpenApi.parse(description.body()).document()).isEqualTo(API.document());
        ask(server, "GET /sessions", "/sessions", "");
        ask(server, "DELETE /session/{id}", "/session/s", "");
        ask(server, "POST /cleanup", "/cleanup", "");
        server.containers.failNext(Operation.REMOVE_ALL, ErrorCode.ENGINE_FAILED);
        ask(server, "POST /cleanup", "/cleanup", "{\"images\":false}");
    }

    private void keys(ServerFixture server) {
        RawHttp.Answer created = ask(server, "POST /auth/keys", "/auth/keys", "{\"name\":\"ci\"}");
        ask(server, "GET /auth/keys", "/auth/keys", "");
        String id = OpenApi.json(created.body()).get("id").asText();
        ask(server, "DELETE /auth/keys/{id}", "/auth/keys/" + id, "");
        ask(server, "DELETE /auth/keys/{id}", "/auth/keys/other", "");
        ask(server, "POST /auth/login", "/auth/login", "");
        ServerFixture without = start(new MasterKey(ServerFixture.KEY));
        for (String operation :
                List.of("POST /auth/keys", "GET /auth/keys", "DELETE /auth/keys/{id}", "POST /auth/login")) {
            assertThat(ask(without, operation, path(operation), "").status()).isEqualTo(400);
        }
    }

    private void shutdown() throws InterruptedException {
        ServerFixture server = start(new MasterKey(ServerFixture.KEY));
        server.silentProgram("wait");
        server.postLater("/execute", ServerFixture.body("wait"));
        server.awaitRunning(1);
        Thread stopping = new Thread(() -> server.server.stop(Duration.ofMinutes(1)));
        stopping.start();
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> ask(server, "GET /ready", "/ready", "").status() == 503);
        assertThat(ask(server, "POST /execute", "/execute", RUN).status()).isEqualTo(503);
        assertThat(ask(server, "POST /execute/stream", "/execute/stream", RUN).status())
                .isEqualTo(503);
        server.service.stop();
        stopping.join();
    }
}
