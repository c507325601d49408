package io.isol8.http;

import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server on a service on fakes, and a client without any knowledge of it. */
final class ServerFixture implements AutoCloseable {

    static final String KEY = "the-master-key";

    final TestClock clock = new TestClock();
    final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    final FakeImageCatalog images = new FakeImageCatalog();
    final LocalService service;
    final Isol8Server server;
    final HttpClient http = HttpClient.newHttpClient();

    ServerFixture() {
        this(EngineSettings.defaults().withPooling(PoolPolicy.FRESH), ServerSettings.of(0, "1.2.3"));
    }

    ServerFixture(EngineSettings engine, ServerSettings settings) {
        service = new LocalService(engine, containers, images, clock, new RecordingProgress());
        server = Isol8Server.start(settings, service, new MasterKey(KEY), SystemClock.INSTANCE);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + KEY);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE().build());
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
