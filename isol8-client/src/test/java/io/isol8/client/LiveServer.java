package io.isol8.client;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.http.MasterKey;
import io.isol8.http.ServerSettings;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** A real server, on a service on fakes. */
final class LiveServer implements AutoCloseable {

    static final String KEY = "the-master-key";

    final TestClock clock;
    final InMemoryContainerRuntime containers;
    final LocalService service;
    private final Isol8Server server;

    LiveServer() {
        this(new TestClock());
    }

    LiveServer(TestClock clock) {
        this(clock, EngineSettings.defaults().withPooling(PoolPolicy.FRESH), Duration.ofSeconds(5));
    }

    LiveServer(TestClock clock, EngineSettings engine, Duration heartbeat) {
        this.clock = clock;
        this.containers = new InMemoryContainerRuntime(clock);
        this.service = new LocalService(
                engine, EngineParts.of(containers, new FakeImageCatalog(), clock, new RecordingProgress()));
        this.server = Isol8Server.start(
                ServerSettings.of(0, "1.2.3").withHeartbeat(heartbeat),
                service,
                new MasterKey(KEY),
                SystemClock.INSTANCE);
    }

    int port() {
        return server.port();
    }

    String url() {
        return "http://localhost:" + server.port();
    }

    RemoteIsol8.Builder client() {
        return RemoteIsol8.builder(url(), KEY);
    }

    /** What a client sends so that the server does as an engine with these options would. */
    static OptionOverrides chosen(Isol8Options options) {
        OptionOverrides.Builder chosen = OptionOverrides.builder()
                .timeout(options.timeout())
                .memoryLimit(options.memoryLimit().toString())
                .cpuLimit(options.cpuLimit())
                .pidsLimit(options.pidsLimit())
                .sandboxSize(options.sandboxSize().toString())
                .tmpSize(options.tmpSize().toString())
                .maxOutputSize(options.maxOutputSize())
                .readonlyRootFs(options.readonlyRootFs())
                .persist(options.persist())
                .security(options.security());
        options.secrets().forEach(chosen::secret);
        options.image().ifPresent(chosen::image);
        return chosen.build();
    }

    /** A client's connections on a way that no WebSocket gets through. */
    static OkHttpClient withoutSockets() {
        return new OkHttpClient.Builder()
                .addInterceptor(
                        chain -> isUpgrade(chain.request()) ? refusal(chain.request()) : chain.proceed(chain.request()))
                .build();
    }

    private static boolean isUpgrade(Request request) {
        return request.url().encodedPath().endsWith("/execute/ws");
    }

    private static Response refusal(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(404)
                .message("Not Found")
                .body(ResponseBody.create("<html>no such page</html>", null))
                .build();
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
