package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.domain.auth.NewKey;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every execution that a client asks for and does not get has an audit record, one (spec 21.7). */
class RefusalsAreToldTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final KeyedServer server = new KeyedServer(
            ServerFixture.ENGINE, ServerFixture.SERVER.withRequests(1).withMaxBodySize(2000));

    @AfterEach
    void close() {
        end.countDown();
        server.close();
    }

    /** The records, waiting for so many. */
    private List<AuditRecord> records(int count) {
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> server.fixture.audit.records().size() >= count);
        return server.fixture.audit.records();
    }

    private AuditRecord refused(ErrorCode code) {
        AuditRecord record = records(1).get(0);
        assertThat(server.fixture.audit.records()).hasSize(1);
        assertThat(record.error().flatMap(AuditRecord.Failure::code)).contains(code);
        assertThat(record.termination()).isEqualTo("refused");
        assertThat(record.containerId()).isEmpty();
        return record;
    }

    @Test
    void an_execution_is_told_with_its_key() {
        NewKey key = server.issue("acme");
        server.send(key.plainKey().value(), "POST", "/execute", ServerFixture.body("echo hi"));
        server.master("POST", "/execute", ServerFixture.body("echo hi"));
        assertThat(records(2))
                .extracting(AuditRecord::tenant, AuditRecord::keyId, AuditRecord::termination)
                .containsExactly(
                        tuple("acme", Optional.of(key.apiKey().id().toString()), "exited"),
                        tuple("default", Optional.of("master"), "exited"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /execute        | {                                                           | MALFORMED_REQUEST
            /execute/stream | [1]                                                         | MALFORMED_REQUEST
            /execute        | {"request":{"runtime":"bash"}}                              | INVALID_REQUEST
            /execute/stream | {"request":{"runtime":"bash","code":"x","workdir":"/etc"}}  | INVALID_REQUEST
            """)
    void what_cannot_be_read(String route, String body, ErrorCode code) {
        server.master("POST", route, body);
        AuditRecord record = refused(code);
        assertThat(record.keyId()).contains("master");
        assertThat(record.codeHash()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void a_body_that_is_too_large(String route) {
        server.master("POST", route, ServerFixture.body("x".repeat(2000)));
        assertThat(refused(ErrorCode.MALFORMED_REQUEST).error().orElseThrow().message())
                .isEqualTo("The body must not have more than 2000 bytes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/execute", "/execute/stream"})
    void what_the_policy_does_not_allow(String route) {
        NewKey key = server.issue("acme");
        server.send(
                key.plainKey().value(),
                "POST",
                route,
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"hello\",\"metadata\":{\"userId\":\"u hunter2\"}},"
                        + "\"options\":{\"cpuLimit\":1000,\"secrets\":{\"A\":\"hunter2\"}}}");
        AuditRecord record = refused(ErrorCode.BEYOND_POLICY);
        assertThat(record.tenant()).isEqualTo("acme");
        assertThat(record.keyId()).contains(key.apiKey().id().toString());
        assertThat(record.runtime()).isEqualTo("bash");
        assertThat(record.userId()).isEqualTo("u ***");
        assertThat(record.codeHash()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    @Test
    void options_and_sessions_that_make_no_sense() {
        server.master(
                "POST",
                "/execute",
                "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"options\":{\"memoryLimit\":\"lots\"}}");
        server.master(
                "POST", "/execute", "{\"request\":{\"runtime\":\"bash\",\"code\":\"x\"},\"sessionId\":\"a\\u0000b\"}");
        assertThat(records(2))
                .hasSize(2)
                .allMatch(record -> record.termination().equals("refused"));
    }

    @Test
    void what_comes_too_many() {
        server.fixture.program("wait", run -> run.await(end));
        CompletableFuture<HttpResponse<String>> first =
                server.later(ServerFixture.KEY, "/execute", ServerFixture.body("wait"));
        server.fixture.awaitRunning(1);
        server.master("POST", "/execute", ServerFixture.body("echo hi"));
        server.master("POST", "/execute/stream", ServerFixture.body("echo hi"));
        try (RawWebSocket socket = server.socket(ServerFixture.KEY)) {
            socket.execute("echo hi");
            assertThat(records(3))
                    .hasSize(3)
                    .allMatch(record ->
                            record.error().flatMap(AuditRecord.Failure::code).equals(Optional.of(ErrorCode.BUSY)));
        }
        end.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(records(4))
                .hasSize(4)
                .last()
                .extracting(AuditRecord::termination)
                .isEqualTo("exited");
    }

    @Test
    void what_a_web_socket_says() {
        server.fixture.program("wait", run -> run.await(end));
        try (RawWebSocket bad = server.socket(ServerFixture.KEY)) {
            bad.text("{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\"}}");
            refused(ErrorCode.INVALID_REQUEST);
        }
        try (RawWebSocket good = server.socket(ServerFixture.KEY)) {
            good.execute("wait");
            server.fixture.awaitRunning(1);
            good.execute("echo hi");
            AuditRecord second = records(2).get(1);
            assertThat(second.error().orElseThrow().message())
                    .isEqualTo("An execution is under way on this connection already.");
            assertThat(second.codeHash()).isNotEmpty();
        }
        assertThat(records(3)).last().extracting(AuditRecord::termination).isEqualTo("cancelled");
    }

    @Test
    void what_comes_when_the_server_is_ending() {
        server.fixture.program("wait", run -> run.await(end));
        CompletableFuture<HttpResponse<String>> first =
                server.later(ServerFixture.KEY, "/execute", ServerFixture.body("wait"));
        server.fixture.awaitRunning(1);
        CompletableFuture<Void> stopping =
                CompletableFuture.runAsync(() -> server.fixture.server.stop(Duration.ofMinutes(1)));
        await().atMost(ServerFixture.PATIENCE)
                .until(() -> server.fixture.get("/ready").statusCode() == 503);
        assertThat(server.send(server.key("acme"), "POST", "/execute", ServerFixture.body("echo hi"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(records(1).get(0).termination()).isEqualTo("cancelled");
        end.countDown();
        stopping.join();
        assertThat(first.join().statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_no_execution_is_not_told() {
        server.send("nobody's", "POST", "/execute", ServerFixture.body("echo hi"));
        server.master("GET", "/sessions", "");
        server.master("POST", "/file", "{");
        server.master("POST", "/execute", ServerFixture.body("echo hi"));
        assertThat(records(1)).hasSize(1);
    }
}
