package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineSettings;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.SystemClock;
import java.util.Map;
import java.util.function.Supplier;

/** The local Docker engine, or the one that DOCKER_HOST names. */
final class LocalPlace implements RunPlace {

    private final Console console;
    private final Map<String, String> environment;
    private final Supplier<DockerConnection> connection;
    private final Isol8Options options;
    private final RunSettings settings;

    /**
     * @param connection to be used by the one run
     * @param options of the run
     * @param settings what is configured besides
     */
    LocalPlace(
            Console console,
            Map<String, String> environment,
            Supplier<DockerConnection> connection,
            Isol8Options options,
            RunSettings settings) {
        this.console = console;
        this.environment = environment;
        this.connection = connection;
        this.options = options;
        this.settings = settings;
    }

    @Override
    public Isol8Engine open() {
        DockerIsol8.Builder builder = DockerIsol8.builder()
                .options(options)
                .connection(connection.get())
                .settings(EngineSettings.defaults()
                        .withRuntimes(settings.runtimes())
                        .withPooling(PoolPolicy.FRESH))
                .remoteCode(settings.remoteCode())
                .progress(new ProgressLines(console, SystemClock.INSTANCE));
        settings.audit()
                .ifPresent(audit -> builder.audit(AuditSinks.ofCommand(audit, environment, console), audit.detail()));
        return builder.build();
    }

    /** Starts Docker, too, where it is installed and not running. */
    @Override
    public void start(Isol8Engine engine) {
        new EngineStarter(environment, console).start(engine::start);
    }
}
