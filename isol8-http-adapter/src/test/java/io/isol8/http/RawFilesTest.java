package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they are. */
class RawFilesTest {

    private static final String FILES = "/sessions/s/files";

    private final ServerFixture fixture =
            new ServerFixture(ServerFixture.ENGINE, ServerFixture.SERVER.withMaxBodySize(1000));

    @BeforeEach
    void makeASession() {
        fixture.post("/execute", ServerFixture.body("echo hi", "s"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private HttpResponse<String> put(String path, String content, String... headers) {
        HttpRequest.Builder request = fixture.request(FILES + path).PUT(BodyPublishers.ofString(content));
        return ServerFixture.send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    private HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = fixture.request(FILES + path);
        return ServerFixture.send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    @ParameterizedTest
    @CsvSource({
        "/a,/sandbox/a",
        "/d/e/f,/sandbox/d/e/f",
        "/d%2Fe,/sandbox/d/e",
        "//sandbox/a,/sandbox/a",
        "//tmp/a,/tmp/a",
        "/%2Ftmp%2Fa,/tmp/a",
        "/x/../a,/sandbox/a",
        "/a%20%C3%A4%25%3B,/sandbox/a ä%;",
        "/./a//b,/sandbox/a/b"
    })
    void thePathIsTakenFromTheSandboxsRoot(String path, String file) {
        fixture.program("look", run -> run.stdout(run.file(file).orElseThrow()));

        assertThat(put(path, "content").body()).isEqualTo("{\"ok\":true}");
        assertThat(fixture.post("/execute", ServerFixture.body("look", "s")).body())
                .contains("\"stdout\":\"content\"");
        assertThat(get(path).body()).isEqualTo("content");
        assertThat(fixture.delete(FILES + path).body()).isEqualTo("{\"ok\":true}");
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../etc/x", "/%2e%2e/x", "//etc/passwd", "/%2Fetc%2Fpasswd", "//tmp/../etc/x", "//"})
    void noPathLeadsOutOfTheSandbox(String path) {
        assertThat(put(path, "x").statusCode()).isEqualTo(400);
        assertThat(put(path, "x").body()).startsWith("{\"error\":\"Invalid path: ");
        assertThat(get(path).statusCode()).isEqualTo(400);
        assertThat(fixture.delete(FILES + path).statusCode()).isEqualTo(400);
    }

    @Test
    void theRootsThemselvesStay() {
        for (String root : new String[] {"", "/", "//sandbox", "//tmp"}) {
            assertThat(fixture.delete(FILES + root).statusCode()).isIn(400, 404);
            assertThat(put(root, "x").statusCode()).isIn(400, 404);
        }
        assertThat(put("/a", "x").statusCode()).isEqualTo(200);
    }

    @Test
    void aFileIsAnsweredWholeAndAsItIs() {
        put("/a", "0123456789");

        HttpResponse<String> answer = get("/a");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Length")).contains("10");
        assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(answer.headers().firstValue("Content-Range")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,bytes 0-0/10",
        "bytes=2-4,234,bytes 2-4/10",
        "bytes=7-,789,bytes 7-9/10",
        "bytes=-3,789,bytes 7-9/10",
        "bytes=-300,0123456789,bytes 0-9/10",
        "bytes=8-1000,89,bytes 8-9/10"
    })
    void aPartIsAnsweredToWhoeverAsksForIt(String range, String part, String header) {
        put("/a", "0123456789");

        HttpResponse<String> answer = get("/a", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(part);
        assertThat(answer.headers().firstValue("Content-Range")).contains(header);
        assertThat(answer.headers().firstValue("Content-Length")).contains(Integer.toString(part.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=999999999999999999-"})
    void aPartBehindTheEndIsRefused(String range) {
        put("/a", "0123456789");

        HttpResponse<String> answer = get("/a", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.body()).isEqualTo("{\"error\":\"The file has 10 bytes, none of which were asked for.\"}");
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=5-2",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=a-b",
                "bytes=-99999999999999999999"
            })
    void whatCannotBeUnderstoodIsNoPart(String range) {
        put("/a", "0123456789");

        HttpResponse<String> answer = get("/a", "Range", range);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
    }

    @Test
    void aPartOnAConditionIsTheWhole() {
        put("/a", "0123456789");

        assertThat(get("/a", "Range", "bytes=0-1", "If-Range", "\"tag\"").body())
                .isEqualTo("0123456789");
    }

    @Test
    void anEmptyFileHasNoParts() {
        put("/a", "");

        assertThat(get("/a").body()).isEmpty();
        assertThat(get("/a").headers().firstValue("Content-Length")).contains("0");
        assertThat(get("/a", "Range", "bytes=0-").statusCode()).isEqualTo(416);
    }

    @Test
    void headTellsWhatGetWould() {
        put("/a", "0123456789");
        try (RawHttp client = fixture.connect()) {
            RawHttp.Answer head = client.request("HEAD", FILES + "/a", "").head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).contains("10");
            assertThat(head.header("Content-Type")).contains("application/octet-stream");
            assertThat(head.header("Accept-Ranges")).contains("bytes");
            assertThat(client.request("HEAD", FILES, "").head().status()).isEqualTo(200);
            assertThat(client.request("HEAD", FILES + "/b", "").head().status()).isEqualTo(404);
            assertThat(client.request("HEAD", "/file?sessionId=x&path=y", "")
                            .head()
                            .status())
                    .isEqualTo(404);
            assertThat(client.request("GET", FILES + "/a", "").answer().body()).isEqualTo("0123456789");
        }
    }

    private static Instant modified(RawHttp.Answer answer) {
        return ZonedDateTime.parse(answer.header("Last-Modified").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    @Test
    void whenAFileWasModifiedIsToldAsAnyClientKnowsIt() {
        fixture.clock.advance(Duration.ofMillis(90_061_007));
        put("/a", "x");
        Instant toTheSecond = fixture.clock.now().truncatedTo(ChronoUnit.SECONDS);
        fixture.clock.advance(Duration.ofHours(1));
        try (RawHttp client = fixture.connect()) {
            assertThat(modified(client.request("HEAD", FILES + "/a", "").head()))
                    .isEqualTo(toTheSecond);
            assertThat(modified(client.request("GET", FILES + "/a", "").answer()))
                    .isEqualTo(toTheSecond);
        }
    }

    @Test
    void aFileMayBeLargerThanABody() throws Exception {
        String content = "0123456789abcdef".repeat(200_000);

        assertThat(put("/a", content).statusCode()).isEqualTo(200);
        assertThat(get("/a").body()).isEqualTo(content);
        assertThat(get("/a", "Range", "bytes=3199999-").body()).isEqualTo("f");
    }

    @Test
    void aPartCannotBeWritten() {
        put("/a", "whole");

        assertThat(put("/a", "x", "Content-Range", "bytes 0-0/5").statusCode()).isEqualTo(400);
        assertThat(get("/a").body()).isEqualTo("whole");
    }

    @Test
    void ofAFileWhoseUploadBreaksOffNothingIsLeft() {
        put("/a", "before");
        try (RawHttp client = fixture.connect()) {
            client.send(RawHttp.head("PUT", FILES + "/a", 100) + "only this").finish();
            RawHttp.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("{\"error\":\"The request could not be read to its end.\"}");
        }

        assertThat(get("/a").statusCode()).isEqualTo(404);
        fixture.delete("/session/s");
        fixture.assertUnharmed();
    }

    @Test
    void aSessionThatThereIsNotHasNoFiles() {
        for (String method : new String[] {"PUT", "GET", "DELETE"}) {
            HttpResponse<String> answer = ServerFixture.send(fixture.request("/sessions/other/files/x")
                    .method(method, BodyPublishers.noBody())
                    .build());
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("{\"error\":\"Session not found\"}");
        }
    }

    @Test
    void aDirectoryIsFoundAndDeletedWithWhatIsInIt() {
        put("/d/a", "a");

        assertThat(get("/d").statusCode()).isEqualTo(200);
        assertThat(get("/d").headers().firstValue("Content-Type")).contains("application/json");
        assertThat(get("").statusCode()).isEqualTo(200);
        assertThat(fixture.delete(FILES + "/d").statusCode()).isEqualTo(200);
        assertThat(get("/d/a").statusCode()).isEqualTo(404);
        assertThat(fixture.delete(FILES + "/d").statusCode()).isEqualTo(404);
    }
}
