package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server's prebuilt images, and requests for packages that are in them (spec 24.7, 24.9). */
final class ServePrebuiltIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @RegisterExtension
    final LocalImages images = new LocalImages();

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private Cli serve(String config) throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), config);
        return engine.isol8(
                "serve",
                "--key",
                RunningServer.KEY,
                "--port",
                Integer.toString(RunningServer.freePort()),
                "--config",
                file.toString());
    }

    private HttpResponse<String> execute(RunningServer server, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/execute"))
                        .header("Authorization", "Bearer " + RunningServer.KEY)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void they_are_built_before_it_listens_and_serve_requests_for_what_is_in_them()
            throws IOException, InterruptedException {
        String tag = images.tag("server");
        RunningServer server = RunningServer.of(serve("{\"prebuiltImages\": [{\"tag\": \"" + tag
                + "\", \"runtime\": \"bash\", \"installPackages\": [\"bc\", \"dc\"],"
                + " \"setupScript\": \"echo 6 > six\"}]}"));
        assertThat(images.label(tag, "org.isol8.dependencies")).isEqualTo("bc,dc");

        String program = "{\"runtime\": \"bash\", \"code\": \"echo \\\"$(cat six) * $(cat seven)\\\" | bc\","
                + " \"setupScript\": \"echo $(($(cat six) + 1)) > seven\", \"installPackages\": [%s]}";
        assertThat(execute(server, program.formatted("\"bc\"")).body()).contains("\"stdout\":\"42\"");
        assertThat(execute(server, program.formatted("\"dc\", \"bc\"")).body()).contains("\"stdout\":\"42\"");

        String inSession = "{\"sessionId\": \"s\", \"request\": {\"runtime\": \"bash\", \"code\": \"echo 2+2 | bc\","
                + " \"installPackages\": [%s]}}";
        assertThat(execute(server, inSession.formatted("\"bc\"")).body()).contains("\"stdout\":\"4\"");
        assertThat(execute(server, inSession.formatted("\"bc\", \"dc\"")).body())
                .contains("\"stdout\":\"4\"");

        for (String refused :
                new String[] {program.formatted("\"no-such-package\""), inSession.formatted("\"no-such-package\"")}) {
            HttpResponse<String> answer = execute(server, refused);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("request.installPackages needs options.network", "or an image that has the packages");
        }
        HttpResponse<String> option = execute(server, program.formatted("\"--index-url=x\""));
        assertThat(option.statusCode()).isEqualTo(400);
        assertThat(option.body()).contains("Invalid package name: ");

        assertThat(server.signal("TERM").result(PATIENCE).exitCode()).isZero();
    }

    @Test
    void one_that_cannot_be_built_keeps_it_from_listening() throws IOException {
        String tag = images.tag("failing");
        CliResult result = serve("{\"prebuiltImages\": [{\"tag\": \"" + tag
                        + "\", \"runtime\": \"bash\", \"installPackages\": [\"no-such-package-anywhere\"]}]}")
                .run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("[ERR] Building " + tag + " failed: the packages could not be installed.");
    }
}
