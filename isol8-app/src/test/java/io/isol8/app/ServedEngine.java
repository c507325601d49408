package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.domain.OptionOverrides;
import io.isol8.http.MasterKey;
import io.isol8.http.ServerSettings;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.SystemClock;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server on real Docker for the tests of a class and those that are nested in it. */
final class ServedEngine implements BeforeAllCallback, AfterAllCallback {

    private static final String KEY = "the-master-key";

    private record Running(Isol8Service service, Isol8Server server) {}

    private @Nullable Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (running == null) {
            Isol8Service service = DockerIsol8.builder().service();
            service.start();
            running = new Running(
                    service,
                    Isol8Server.start(
                            ServerSettings.of(0, Version.current()),
                            service,
                            new MasterKey(KEY),
                            SystemClock.INSTANCE));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().getEnclosingClass() == null) {
            running().server().close();
            running().service().close();
            running = null;
        }
    }

    private Running running() {
        return Objects.requireNonNull(running);
    }

    /** A client of it that does as an engine with these options would: in a session of its own if it is to keep its sandbox. */
    RemoteIsol8.Builder client(Isol8Options options) {
        RemoteIsol8.Builder client = RemoteIsol8.builder(
                        "http://localhost:" + running().server().port(), KEY)
                .options(chosen(options));
        return options.mode() == Mode.PERSISTENT
                ? client.sessionId(UUID.randomUUID().toString())
                : client;
    }

    private static OptionOverrides chosen(Isol8Options options) {
        OptionOverrides.Builder chosen = OptionOverrides.builder()
                .timeout(options.timeout())
                .memoryLimit(options.memoryLimit().toString())
                .maxOutputSize(options.maxOutputSize());
        options.secrets().forEach(chosen::secret);
        return chosen.build();
    }
}
