package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.AuditTrail;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryAuditSink;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.Script;
import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A server on a service on fakes, and clients without any knowledge of it. */
final class ServerFixture implements AutoCloseable {

    static final String KEY = "the-master-key";

    /** Longer than anything here takes; running out of it is a failure. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final EngineSettings ENGINE = EngineSettings.defaults().withPooling(PoolPolicy.FRESH);
    static final ServerSettings SERVER = ServerSettings.of(0, "1.2.3");

    private static final HttpClient HTTP = client();

    final TestClock clock = new TestClock();
    final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    final FakeImageCatalog images = new FakeImageCatalog();
    final InMemoryAuditSink audit = new InMemoryAuditSink();
    final LocalService service;
    final Isol8Server server;
    private final ErrorLog log = new ErrorLog();

    /** One that does not try connections which a server may be about to close. */
    private static HttpClient client() {
        System.setProperty("jdk.httpclient.keepalive.timeout", "0");
        return HttpClient.newHttpClient();
    }

    ServerFixture() {
        this(ENGINE, SERVER);
    }

    ServerFixture(EngineSettings engine, ServerSettings settings) {
        this(engine, settings, new MasterKey(KEY));
    }

    ServerFixture(EngineSettings engine, ServerSettings settings, Authenticator keys) {
        service = new LocalService(
                engine,
                EngineParts.of(containers, images, clock, new RecordingProgress())
                        .withAudit(AuditTrail.to(audit, new AuditDetail(false, false, false), clock)));
        server = Isol8Server.start(settings, service, keys, SystemClock.INSTANCE);
        program("echo hi", run -> run.stdout("hi\n"));
    }

    /** From now on a program of that text does that. */
    void program(String text, Script script) {
        containers.onSource(text, script);
    }

    /** A program that does nothing until it is killed. */
    void silentProgram(String text) {
        program(text, run -> run.hang());
    }

    static String body(String code) {
        return "{\"request\":{\"runtime\":\"bash\",\"code\":\"" + code + "\"}}";
    }

    static String body(String code, String session) {
        return "{\"request\":{\"runtime\":\"bash\",\"code\":\"" + code + "\"},\"sessionId\":\"" + session + "\"}";
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).header("Authorization", "Bearer " + KEY);
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
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

    CompletableFuture<HttpResponse<String>> postLater(String path, String body) {
        return sendLater(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    static CompletableFuture<HttpResponse<String>> sendLater(HttpRequest request) {
        return HTTP.sendAsync(request, BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE().build());
    }

    RawHttp connect() {
        return new RawHttp(server.port());
    }

    RawWebSocket socket() {
        return new RawWebSocket(server.port());
    }

    void awaitRunning(int programs) {
        await().atMost(PATIENCE).until(() -> containers.running() == programs);
    }

    /** Nothing runs, nothing is left, nothing was logged as an error, and the server works as before. */
    void assertUnharmed() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(containers.running()).isZero();
            assertThat(service.sessions()).isEmpty();
            assertThat(containers.open()).isEmpty();
        });
        assertThat(get("/health").statusCode()).isEqualTo(200);
        for (int i = 0; i < 12; i++) {
            HttpResponse<String> answer = post("/execute", body("echo hi"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(log.errors()).isEmpty();
    }

    @Override
    public void close() {
        log.close();
        server.close();
        service.close();
    }
}
