package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
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
    private final RuntimeRegistry runtimes;

    /** @param connection to be used by the one run */
    LocalPlace(
            Console console,
            Map<String, String> environment,
            Supplier<DockerConnection> connection,
            Isol8Options options,
            RuntimeRegistry runtimes) {
        this.console = console;
        this.environment = environment;
        this.connection = connection;
        this.options = options;
        this.runtimes = runtimes;
    }

    @Override
    public Isol8Engine open() {
        return DockerIsol8.builder()
                .options(options)
                .connection(connection.get())
                .settings(EngineSettings.defaults().withRuntimes(runtimes).withPooling(PoolPolicy.FRESH))
                .progress(new ProgressLines(console, SystemClock.INSTANCE))
                .build();
    }

    /** Starts Docker, too, where it is installed and not running. */
    @Override
    public void start(Isol8Engine engine) {
        new EngineStarter(environment, console).start(engine::start);
    }
}
