package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.ports.RunningExecution;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration changes for {@code isol8 serve} (spec 8, 9.1, 9.2). */
final class ServeConfigIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable RunningCli server;
    private int port;

    private void serve(String config) throws IOException {
        port = RunningServer.freePort();
        Path file = Files.writeString(directory.resolve("c.json"), config);
        server = engine.isol8("serve", "--key", "secret", "--port", Integer.toString(port), "--config", file.toString())
                .start()
                .awaitOut("[INFO] isol8 server v" + Version.current() + " listening on http://localhost:" + port
                        + "\n       Auth: Bearer token required\n");
    }

    @AfterEach
    void end() {
        CliResult result = Objects.requireNonNull(server).signal("TERM").result();
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private CompletableFuture<HttpResponse<String>> execute(String request) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/execute"))
                        .header("Authorization", "Bearer secret")
                        .POST(HttpRequest.BodyPublishers.ofString(request))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void its_defaults_hold_and_a_request_is_stronger() throws IOException {
        serve("{\"defaults\": {\"timeoutMs\": 3000, \"tmpSize\": \"4m\"}}");
        String program = "\"runtime\": \"bash\", \"code\": \"df -B1 --output=size /tmp | tail -n 1; sleep 4\"";
        assertThat(execute("{\"request\": {" + program + "}}").join().body())
                .contains("\"termination\":\"timeout\"", "4194304");
        assertThat(execute("{\"request\": {\"timeoutMs\": 20000, " + program + "}, \"options\": {\"tmpSize\": \"2m\"}}")
                        .join()
                        .body())
                .contains("\"termination\":\"exited\"", "2097152");
    }

    @Test
    void bodies_and_executions_are_bounded_as_it_says() throws IOException, InterruptedException {
        serve("{\"maxConcurrent\": 1, \"policy\": {\"maxQueued\": 0}, \"server\": {\"maxBodySize\": 1000}}");
        assertThat(execute("{\"request\": {\"runtime\": \"bash\", \"code\": \"" + "x".repeat(1000) + "\"}}")
                        .join()
                        .statusCode())
                .isEqualTo(413);

        String other = "{\"request\": {\"runtime\": \"bash\", \"code\": \"true\"}}";
        try (RemoteIsol8 client = RemoteIsol8.builder("http://localhost:" + port, "secret")
                        .build();
                RunningExecution one = client.executeStream(ExecutionRequest.builder("bash")
                        .code("echo ready; read -r; exit 3")
                        .interactive(true)
                        .build())) {
            assertThat(one.poll(PATIENCE)).isPresent();
            assertThat(execute(other).join().statusCode()).isEqualTo(429);
            one.endStdin();
            assertThat(one.result().exitCode()).isEqualTo(3);
        }
    }

    @Test
    void a_language_of_the_operators_own() throws IOException {
        serve("""
                {"runtimes": {"calculator": {"image": "isol8:python", "extensions": [".sum"],
                    "command": ["python3", "-c", "import sys; print(eval(open(sys.argv[1]).read()))", "{file}"]}}}
                """);
        assertThat(execute("{\"request\": {\"runtime\": \"calculator\", \"code\": \"6 * 7\"}}")
                        .join()
                        .body())
                .contains("\"stdout\":\"42\"");
    }
}
