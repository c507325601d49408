package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.CustomImage;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.config.Audit;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.PrebuiltImage;
import io.isol8.engine.EngineSettings;
import io.isol8.http.Authenticator;
import io.isol8.http.MasterKey;
import io.isol8.http.ServerSettings;
import io.isol8.http.server.Isol8Server;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.SystemClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code isol8 serve} (spec 26.19 to 26.22, 28). */
final class ServeCommand {

    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);

    /** How long executions under way may still take once the server is to end. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Console console;
    private final Map<String, String> environment;
    private final ConfigFiles configs;

    ServeCommand(Console console, Map<String, String> environment, ConfigFiles configs) {
        this.console = console;
        this.environment = environment;
        this.configs = configs;
    }

    /** Returns when the server was told to end and has: the exit code. */
    int run(ServeArguments arguments) {
        String key = arguments.key();
        Port port = arguments.port();
        if (arguments.wantsUpdate()) {
            console.info("There is nothing to update: this server is part of isol8 itself.");
        }
        Isol8Config config = configs.load(arguments.config());
        Logs.configureAlso(config.debug());
        List<CustomImage> prebuilt = PrebuiltImages.of(config);
        DockerConnection docker = DockerConnection.to(environment);
        ProgressLines progress = new ProgressLines(console, SystemClock.INSTANCE);
        try (KeyDatabase keys = KeyDatabase.of(arguments.authDb(), config.auth(), environment);
                Isol8Service service = service(config, docker, progress)) {
            new EngineStarter(environment, console).start(service::start);
            prebuilt.forEach(image -> docker.images().build(image, false, progress));
            StopSignals signals = StopSignals.install();
            try (SessionPruner pruner = SessionPruner.start(service, config.cleanup());
                    Isol8Server server = listen(service, keys.access(new MasterKey(key)), port, config)) {
                console.found("isol8 server v" + Version.current() + " listening on http://localhost:" + server.port()
                        + "\n       Auth: Bearer token required" + keys.description());
                signals.await();
                log.info("Stopping");
                server.stop(DRAIN);
            }
            if (config.cleanup().imagesOnShutdown()) {
                ServerEnd.removeImages(service, console);
            }
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "The server was interrupted.", e);
        }
    }

    private Isol8Service service(Isol8Config config, DockerConnection docker, ProgressLines progress) {
        DockerIsol8.Builder builder = DockerIsol8.builder()
                .settings(new EngineSettings(
                        config.registry(),
                        config.maxConcurrent(),
                        config.policy().maxQueued(),
                        config.pool()))
                .connection(docker)
                .remoteCode(config.remoteCodePolicy())
                .progress(progress);
        Audit audit = config.audit();
        if (audit.enabled()) {
            builder.audit(AuditSinks.ofServer(audit, environment, console), audit.detail());
        }
        return builder.service();
    }

    private Isol8Server listen(Isol8Service service, Authenticator keys, Port port, Isol8Config config) {
        return new PortChoice(
                        console,
                        number -> Isol8Server.start(settings(number, config), service, keys, SystemClock.INSTANCE))
                .listenOn(port);
    }

    private static ServerSettings settings(int port, Isol8Config config) {
        return ServerSettings.of(port, Version.current())
                .withMaxBodySize(config.server().maxBodySize())
                .withDefaults(config.options())
                .withRequests(config.maxConcurrent() + config.policy().maxQueued())
                .withPolicy(config.policy().withOwnImages(ownImages(config)));
    }

    private static List<String> ownImages(Isol8Config config) {
        return Stream.concat(
                        config.registry().list().stream().map(LanguageRuntime::image),
                        config.prebuiltImages().stream().map(PrebuiltImage::tag))
                .toList();
    }
}
