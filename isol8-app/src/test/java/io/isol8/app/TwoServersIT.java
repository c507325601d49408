package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.auth.JdbiKeyStore;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.http.KeyAccess;
import io.isol8.http.MasterKey;
import io.isol8.http.ServerSettings;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two servers that know the same keys, from one PostgreSQL (spec 3.19). */
class TwoServersIT {

    private static final String MASTER = "master";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** A server with sandboxes in memory. */
    private static final class Server implements AutoCloseable {

        private final JdbiKeyStore store = JdbiKeyStore.open(
                "postgres://postgres@localhost:" + postgres.getPort() + "/postgres", SystemClock.INSTANCE);
        private final TestClock clock = new TestClock();
        private final LocalService service = new LocalService(
                EngineSettings.defaults(),
                EngineParts.of(
                        new InMemoryContainerRuntime(clock), new FakeImageCatalog(), clock, new RecordingProgress()));
        private final Isol8Server server = Isol8Server.start(
                ServerSettings.of(0, "1.2.3"),
                service,
                new KeyAccess(new MasterKey(MASTER), store, Duration.ofHours(1)),
                SystemClock.INSTANCE);

        HttpResponse<String> send(String key, String method, String path, String body) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                    .header("Authorization", "Bearer " + key)
                    .method(method, BodyPublishers.ofString(body))
                    .build();
            return HTTP.sendAsync(request, BodyHandlers.ofString()).join();
        }

        int status(String key) {
            return send(key, "GET", "/sessions", "").statusCode();
        }

        @Override
        public void close() {
            server.close();
            service.close();
            store.close();
        }
    }

    private static String field(HttpResponse<String> answer, String name) {
        return answer.body().replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    @Test
    void aKeyOfOneIsOneOfTheOtherUntilItIsRevokedAnywhere() {
        try (Server one = new Server();
                Server other = new Server()) {
            for (int round = 0; round < 3; round++) {
                HttpResponse<String> made = one.send(MASTER, "POST", "/auth/keys", "{\"name\":\"ci\"}");
                assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
                String key = field(made, "key");
                assertThat(one.status(key)).isEqualTo(200);
                assertThat(other.status(key)).isEqualTo(200);

                assertThat(one.send(MASTER, "DELETE", "/auth/keys/" + field(made, "id"), "")
                                .statusCode())
                        .isEqualTo(200);

                assertThat(one.status(key)).isEqualTo(403);
                Instant revoked = SystemClock.INSTANCE.now();
                await().pollInterval(Duration.ofMillis(10)).until(() -> {
                    Instant asked = SystemClock.INSTANCE.now();
                    boolean refused = other.status(key) == 403;
                    assertThat(refused || asked.isBefore(revoked.plusSeconds(1)))
                            .isTrue();
                    return refused;
                });
            }
            assertThat(other.send(MASTER, "GET", "/auth/keys", "").body()).contains("\"revoked\":true");
        }
    }
}
