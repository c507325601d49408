package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.http.internal.RouteList;
import io.isol8.ports.SessionInfo;
import io.isol8.ports.SystemClock;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route with the id of another tenant's session: it answers as if there were none of that id (spec 3.8). */
class TenantMatrixTest {

    private static final String SESSION = "secret-session";
    private static final String UNKNOWN = "unknown-number";

    /** What is sent to a route to ask for a file of a session, or to run a program in it. */
    private record Request(String method, String path, String body) {

        static Request of(String route, String session) {
            String method = route.substring(0, route.indexOf(' '));
            String path = route.substring(method.length() + 1);
            return new Request(
                    method,
                    path.replace("{id}", session).replace("<path>", "a") + query(route, session),
                    body(route, session));
        }

        private static String query(String route, String session) {
            return route.endsWith(" /file") && !route.startsWith("POST") ? "?path=a&sessionId=" + session : "";
        }

        private static String body(String route, String session) {
            return switch (route) {
                case "POST /execute", "POST /execute/stream" -> ServerFixture.body("look", session);
                case "POST /file" -> "{\"sessionId\":\"" + session + "\",\"path\":\"a\",\"content\":\"bWluZQ==\"}";
                case "PUT /sessions/{id}/files/<path>" -> "mine";
                default -> "";
            };
        }
    }

    private final KeyedServer server = new KeyedServer();
    private int strangers;
    private final List<String> routes = RouteList.of(
            ServerFixture.SERVER,
            server.fixture.service,
            new KeyAccess(new MasterKey(ServerFixture.KEY), server.store, KeyedServer.TTL),
            SystemClock.INSTANCE);

    TenantMatrixTest() {
        server.fixture.program("keep", run -> run.writeFile("/sandbox/a", "theirs".getBytes(StandardCharsets.UTF_8)));
        server.fixture.program("look", run -> run.stdout(run.file("/sandbox/a").isPresent() ? "found it" : "nothing"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void allRoutesAreKnownToThisTest() {
        assertThat(routes)
                .containsExactlyInAnyOrder(
                        "GET /health",
                        "HEAD /health",
                        "POST /health",
                        "PUT /health",
                        "PATCH /health",
                        "DELETE /health",
                        "OPTIONS /health",
                        "GET /ready",
                        "HEAD /ready",
                        "GET /openapi.yaml",
                        "HEAD /openapi.yaml",
                        "POST /execute",
                        "POST /execute/stream",
                        "GET /execute/ws",
                        "POST /file",
                        "GET /file",
                        "HEAD /file",
                        "GET /sessions",
                        "HEAD /sessions",
                        "DELETE /session/{id}",
                        "PUT /sessions/{id}/files/<path>",
                        "GET /sessions/{id}/files/<path>",
                        "GET /sessions/{id}/files",
                        "HEAD /sessions/{id}/files/<path>",
                        "HEAD /sessions/{id}/files",
                        "DELETE /sessions/{id}/files/<path>",
                        "POST /cleanup",
                        "POST /auth/keys",
                        "GET /auth/keys",
                        "HEAD /auth/keys",
                        "DELETE /auth/keys/{id}",
                        "POST /auth/login");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", Caller.DEFAULT_TENANT})
    void anotherTenantsIdIsAnUnknownIdOnEveryRoute(String victim) {
        String owner = victim.equals(Caller.DEFAULT_TENANT) ? ServerFixture.KEY : server.key(victim);
        assertThat(server.send(owner, "POST", "/execute", ServerFixture.body("keep", SESSION))
                        .statusCode())
                .isEqualTo(200);
        SessionInfo before = session(victim).orElseThrow();

        for (String route : routes) {
            String theirs = route.contains("/ws") ? socket(SESSION) : answer(route, SESSION);
            String unknown = route.contains("/ws") ? socket(UNKNOWN) : answer(route, UNKNOWN);
            assertThat(theirs).as(route).isEqualTo(unknown).doesNotContain("found it", "theirs");
            assertThat(session(victim)).as(route).contains(before);
        }
        assertThat(server.send(owner, "POST", "/execute", ServerFixture.body("look", SESSION))
                        .body())
                .contains("found it");
        assertThat(server.send(owner, "GET", "/sessions/" + SESSION + "/files/a", "")
                        .body())
                .isEqualTo("theirs");
    }

    private Optional<SessionInfo> session(String tenant) {
        return server.fixture.service.sessions().stream()
                .filter(session -> session.key().tenant().equals(tenant))
                .findFirst();
    }

    /** A key of somebody who has no session yet. */
    private String stranger() {
        strangers++;
        return server.key("globex " + strangers);
    }

    /**
     * What somebody else gets, without what differs between any two answers; whether the connection lives on depends on
     * how much of the request has come by then.
     */
    private String answer(String route, String session) {
        Request request = Request.of(route, session);
        HttpResponse<String> answer = server.send(stranger(), request.method(), request.path(), request.body());
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("date", "content-length", "connection"));
        return answer.statusCode() + " " + headers + " " + constant(answer.body(), session);
    }

    private static String constant(String body, String session) {
        return body.replace(session, "SESSION").replaceAll("[0-9a-f]{8}-[-0-9a-f]{27}|\\d+(\\.\\d+)?", "N");
    }

    private String socket(String session) {
        try (RawWebSocket socket = server.socket(stranger())) {
            String body = ServerFixture.body("look", session);
            List<String> told = new ArrayList<>();
            socket.text("{\"type\":\"execute\"," + body.substring(1))
                    .rest()
                    .forEach(one -> told.add(constant(one, session)));
            return told.toString();
        }
    }

    @Test
    void oneIdIsADifferentSessionForEachTenant() {
        List<String> tenants = List.of("acme", "globex", Caller.DEFAULT_TENANT);
        for (String tenant : tenants) {
            String key = server.key(tenant);
            server.fixture.program(
                    "write " + tenant, run -> run.writeFile("/sandbox/a", tenant.getBytes(StandardCharsets.UTF_8)));
            server.send(key, "POST", "/execute", ServerFixture.body("write " + tenant, SESSION));
        }
        for (String tenant : tenants) {
            String key = server.key(tenant);
            assertThat(server.send(key, "GET", "/sessions/" + SESSION + "/files/a", "")
                            .body())
                    .isEqualTo(tenant);
            assertThat(server.send(key, "GET", "/sessions", "").body())
                    .containsOnlyOnce("\"id\"")
                    .contains("\"" + SESSION + "\"");
        }
        assertThat(server.send(server.key("acme"), "DELETE", "/session/" + SESSION, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.fixture.service.sessions())
                .extracting(session -> session.key().tenant())
                .containsExactlyInAnyOrder("globex", Caller.DEFAULT_TENANT);
    }

    @Test
    void namesOfTenantsAreNotConfused() {
        for (String tenant : List.of("a", "A", "a/b", "a:b", "\u00e9", "e\u0301", "..", " a")) {
            server.send(server.key(tenant), "POST", "/execute", ServerFixture.body("keep", SESSION));
        }

        assertThat(server.fixture.service.sessions()).hasSize(8);
        assertThat(server.send(server.key("b"), "GET", "/sessions", "").body()).isEqualTo("{\"sessions\":[]}");
    }
}
