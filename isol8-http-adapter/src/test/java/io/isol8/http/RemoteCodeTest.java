package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.RemoteCodePolicy;
import io.isol8.engine.CodeLoader;
import io.isol8.engine.EngineParts;
import io.isol8.engine.LocalService;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryCodeFetcher;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that a server fetches, under its own policy (spec 10.1, 22.8). */
class RemoteCodeTest {

    private static final String HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final TestClock clock = new TestClock();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    private final InMemoryCodeFetcher servers = new InMemoryCodeFetcher();
    private final LocalService service = new LocalService(
            ServerFixture.ENGINE,
            EngineParts.of(containers, new FakeImageCatalog(), clock, new RecordingProgress())
                    .withLoader(new CodeLoader(RemoteCodePolicy.PUBLIC.withHosts("example$"), servers, clock)));
    private final Isol8Server server =
            Isol8Server.start(ServerFixture.SERVER, service, new MasterKey(ServerFixture.KEY), SystemClock.INSTANCE);

    RemoteCodeTest() {
        servers.name("code.example", "203.0.113.5");
        servers.serve("https://code.example/main.sh", "hello");
        containers.onSource("hello", run -> run.stdout("ran\n"));
    }

    @AfterEach
    void close() {
        server.close();
        service.close();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                                .header("Authorization", "Bearer " + ServerFixture.KEY)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String request(String url, String more) {
        return "{\"request\":{\"runtime\":\"bash\",\"codeUrl\":\"" + url + "\"" + more + "}}";
    }

    @Test
    void the_server_runs_what_is_at_the_url() throws Exception {
        String hash = ",\"codeHash\":\"" + HASH + "\"";
        assertThat(post("/execute", request("https://code.example/main.sh", hash))
                        .body())
                .contains("\"stdout\":\"ran\"");
        assertThat(post("/execute/stream", request("https://code.example/main.sh", ""))
                        .body())
                .contains("\"type\":\"stdout\",\"data\":\"ran\\n\"");
        assertThat(post("/execute", "{\"runtime\":\"bash\",\"codeUrl\":\"https://code.example/main.sh\"}")
                        .body())
                .contains("\"stdout\":\"ran\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://code.example/other.sh | | 500 | Failed to fetch remote code: HTTP 404
            https://code.example/main.sh  | ,"codeHash":"0000000000000000000000000000000000000000000000000000000000000000" | 500 | Remote code hash mismatch
            https://elsewhere.test/       | | 500 | Blocked code URL host: elsewhere.test
            http://code.example/main.sh   | | 500 | Insecure code URL blocked. Use allowInsecureCodeUrl=true to allow HTTP.
            http://code.example/main.sh   | ,"allowInsecureCodeUrl":true | 500 | URL scheme not allowed: http
            no url                        | | 400 | ExecutionRequest.codeUrl must be a URL of at most 8192 characters with a host and without a user, e.g. \\"https://example.org/main.py\\".
            https://code.example/main.sh  | ,"code":"x" | 400 | ExecutionRequest.code, ExecutionRequest.codeUrl, and ExecutionRequest.cmd are mutually exclusive — provide exactly one.
            """)
    void what_it_may_not_run_is_told(String url, String more, int status, String message) throws Exception {
        servers.serve("https://code.example/other.sh", new CodeAnswer.Failure(404));
        String body = request(url, more == null ? "" : more);
        HttpResponse<String> answer = post("/execute", body);
        assertThat(answer.body()).contains("\"error\":\"" + message + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(post("/execute/stream", body).body()).contains(message);
        assertThat(containers.created()).isZero();
    }

    @Test
    void a_client_cannot_change_the_policy() throws Exception {
        String body = "{\"request\":{\"runtime\":\"bash\",\"codeUrl\":\"https://elsewhere.test/\"},"
                + "\"options\":{\"remoteCode\":{\"enabled\":true,\"allowedHosts\":[]}}}";
        assertThat(post("/execute", body).body()).contains("Blocked code URL host: elsewhere.test");
    }
}
