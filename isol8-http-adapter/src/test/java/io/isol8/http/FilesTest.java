package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.testkit.Operation;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as JSON and base64 (spec 4.5, 4.6). */
class FilesTest {

    private final ServerFixture fixture =
            new ServerFixture(ServerFixture.ENGINE, ServerFixture.SERVER.withMaxBodySize(100_000));

    @BeforeEach
    void makeASession() {
        fixture.program(
                "copy",
                run -> run.writeFile("/sandbox/b", run.file("/sandbox/a").orElseThrow()));
        fixture.post("/execute", ServerFixture.body("echo hi", "s"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private HttpResponse<String> upload(String session, String path, String content) {
        return fixture.post(
                "/file",
                "{\"sessionId\":\"" + session + "\",\"path\":\"" + path + "\",\"content\":\"" + content + "\"}");
    }

    private static void assertError(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).startsWith("{\"error\":\"" + text);
    }

    @Test
    void aFileGoesToAProgramAndComesBack() {
        HttpResponse<String> uploaded = upload("s", "/sandbox/a", "AP/+");
        assertThat(uploaded.statusCode()).isEqualTo(200);
        assertThat(uploaded.body()).isEqualTo("{\"ok\":true}");
        fixture.post("/execute", ServerFixture.body("copy", "s"));

        HttpResponse<String> downloaded = fixture.get("/file?sessionId=s&path=%2Fsandbox%2Fb");
        assertThat(downloaded.statusCode()).isEqualTo(200);
        assertThat(downloaded.body()).isEqualTo("{\"content\":\"AP/+\"}");
        assertThat(upload("s", "empty", "").statusCode()).isEqualTo(200);
        assertThat(fixture.get("/file?sessionId=s&path=empty").body()).isEqualTo("{\"content\":\"\"}");
    }

    @Test
    void aSessionThatThereIsNotIsNotFound() {
        assertError(upload("other", "x", ""), 404, "Session not found\"}");
        assertError(upload("", "x", ""), 404, "Session not found\"}");
        assertError(fixture.post("/file", "{\"path\":\"x\",\"content\":\"\"}"), 404, "Session not found\"}");
        assertError(fixture.get("/file?sessionId=other&path=x"), 404, "Session not found\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/file",
                "/file?sessionId=s",
                "/file?path=x",
                "/file?sessionId=&path=x",
                "/file?sessionId=s&path=",
                "/file?sessionid=s&path=x"
            })
    void bothQueryValuesAreNeeded(String path) {
        assertError(fixture.get(path), 400, "Missing sessionId or path\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | The body is empty.",
                "[] | The body must be an object.",
                "{\"sessionId\":\"s\",\"content\":\"\"} | path must be a string.",
                "{\"sessionId\":\"s\",\"path\":\"x\"} | content must be base64.",
                "{\"sessionId\":\"s\",\"path\":\"x\",\"content\":\"*\"} | content must be base64.",
                "{\"sessionId\":\"s\",\"path\":\"x\",\"content\":7} | content must be base64.",
                "{\"sessionId\":7,\"path\":\"x\",\"content\":\"\"} | sessionId must be a string."
            })
    void whatIsMissingOrWrongIsNamed(String body, String text) {
        assertError(fixture.post("/file", body), 400, text + "\",\"code\":\"malformed_request\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x", "/sandbox/../etc/x", "a\\u0000b", "/sandbox", "/tmp/..", ""})
    void aPathOutOfTheSandboxIsRefused(String path) {
        assertError(upload("s", path, ""), 400, "Invalid path: ");
        if (!path.isEmpty()) {
            assertError(
                    fixture.get(
                            "/file?sessionId=s&path=" + path.replace("/", "%2F").replace("\\u0000", "%00")),
                    400,
                    "Invalid path: ");
        }
    }

    @Test
    void whatFailsInTheSandboxIsTold() {
        assertError(
                fixture.get("/file?sessionId=s&path=missing"),
                404,
                "Failed to read file missing in container: No such file or directory");
        fixture.containers.failNext(Operation.WRITE_FILE, ErrorCode.FILE_FAILED);
        assertError(upload("s", "x", ""), 500, "write x failed on request of a test.");
        fixture.containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
        fixture.post("/execute", ServerFixture.body("echo hi", "unlucky"));
        assertError(
                upload("unlucky", "x", ""),
                409,
                "No active container. Call execute() first in persistent mode.\",\"code\":\"no_sandbox\"}");
    }

    @Test
    void aFileIsAsLargeAsABodyMayBe() {
        assertThat(upload("s", "x", "A".repeat(90_000)).statusCode()).isEqualTo(200);
        assertThat(fixture.get("/file?sessionId=s&path=x").body()).hasSize(90_014);
        ServerFixture.send(fixture.request("/sessions/s/files/larger")
                .PUT(BodyPublishers.ofByteArray(new byte[100_001]))
                .build());
        assertError(fixture.get("/file?sessionId=s&path=larger"), 500, "Failed to read file larger in container: ");
        assertError(upload("s", "x", "A".repeat(100_000)), 413, "The body must not have more than 100000 bytes.\"}");
    }
}
