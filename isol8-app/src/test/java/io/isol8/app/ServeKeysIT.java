package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isol8 serve --auth-db} (spec 3.10 to 3.12, 3.20). */
final class ServeKeysIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = RunningServer.freePort();
    private Optional<RunningCli> server = Optional.empty();

    @AfterEach
    void end() {
        server.ifPresent(running -> {
            CliResult result = running.signal("TERM").result();
            assertThat(result.exitCode()).as(result.toString()).isZero();
        });
    }

    private Cli cli(String... more) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--key", "master", "--port", Integer.toString(port)));
        arguments.addAll(List.of(more));
        return Cli.isol8(arguments.toArray(String[]::new)).env("HOME", home.toString());
    }

    private void serve(String shown, String... more) {
        server = Optional.of(cli(more).start());
        server.get()
                .awaitOut("[INFO] isol8 server v" + Version.current() + " listening on http://localhost:" + port
                        + "\n       Auth: Bearer token required\n       Auth DB: " + shown + "\n");
    }

    private HttpResponse<String> send(String key, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.ofString()).join();
    }

    private String token() {
        HttpResponse<String> login = send("master", "POST", "/auth/login", "{\"tenantId\":\"acme\"}");
        assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
        return login.body().replaceFirst(".*\"token\":\"([^\"]*)\".*", "$1");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void without_a_value_keys_are_kept_at_home() throws IOException {
        Path file = home.resolve(".isol8/auth.db");
        serve(file.toString(), "--auth-db");

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(home.resolve(".isol8"))).isEqualTo("rwx------");
        HttpResponse<String> run =
                send(token(), "POST", "/execute", "{\"request\":{\"runtime\":\"bash\",\"code\":\"echo hi\"}}");
        assertThat(run.body()).contains("\"stdout\":\"hi\"");
    }

    @Test
    void a_configuration_names_the_database_the_default_and_when_old_keys_go() throws IOException {
        Path file = home.resolve("a/b/keys.db");
        Path config = Files.writeString(home.resolve("c.json"), """
                {"auth": {"enabled": true, "connectionString": "%s", "defaultTtlMs": 600000, "cleanupIntervalMs": 1000}}
                """.formatted(file));
        serve(file.toString(), "--config", config.toString());
        String token = token();
        send("master", "POST", "/auth/keys", "{\"name\":\"short\",\"ttlMs\":1}");

        await().atMost(PATIENCE)
                .until(() -> !send("master", "GET", "/auth/keys", "").body().contains("\"short\""));
        assertThat(send(token, "GET", "/sessions", "").statusCode()).isEqualTo(200);
        assertThat(send("master", "GET", "/auth/keys", "").body()).containsOnlyOnce("\"id\"");
    }

    @Test
    void the_flag_is_stronger_than_the_configuration() throws IOException {
        Path config = Files.writeString(
                home.resolve("c.json"), "{\"auth\": {\"connectionString\": \"" + home.resolve("other.db") + "\"}}");
        serve("~/mine.db", "--auth-db", "~/mine.db", "--config", config.toString());

        assertThat(home.resolve("mine.db")).exists();
        assertThat(home.resolve("other.db")).doesNotExist();
    }

    @Test
    void a_password_is_not_shown() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String address = "@localhost:" + postgres.getPort() + "/postgres";
            serve("postgres://postgres:***" + address, "--auth-db", "postgres://postgres:s3cret" + address);

            assertThat(send(token(), "GET", "/sessions", "").statusCode()).isEqualTo(200);
            end();
            server = Optional.empty();
        }
    }

    @Test
    void a_database_that_does_not_answer_is_an_error_in_clear_words() {
        CliResult result = cli("--auth-db", "postgres://isol8:s3cret@localhost:" + RunningServer.freePort() + "/keys")
                .run();

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("[ERR] The key store postgres://isol8:***@localhost:")
                .contains(" is not available: ")
                .doesNotContain("s3cret", "\tat ")
                .hasLineCount(1);
    }

    @Test
    void a_database_that_cannot_be_is_an_error_in_clear_words() {
        CliResult result = cli("--auth-db", "/proc/nowhere/keys.db").run();

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(result.err()).startsWith("[ERR] ").contains("/proc/nowhere").doesNotContain("\tat ");
    }
}
