package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineSettings;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.SystemClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code isol8 run} (spec 26.3 to 26.11). */
final class RunCommand {

    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    private final Console console;
    private final Map<String, String> environment;
    private final ConfigFiles configs;
    private final Supplier<DockerConnection> connection;

    /** @param connection to be used by the one run */
    RunCommand(
            Console console,
            Map<String, String> environment,
            ConfigFiles configs,
            Supplier<DockerConnection> connection) {
        this.console = console;
        this.environment = environment;
        this.configs = configs;
        this.connection = connection;
    }

    /** The exit code. */
    int run(RunArguments arguments) {
        RunSettings settings = settings(arguments);
        Isol8Options options = arguments.options(settings.options());
        ExecutionRequest request =
                arguments.request(arguments.program(console, settings.runtimes()), log.isDebugEnabled());
        Optional<OutputFile> target = arguments.out().map(OutputFile::named);
        try (DockerIsol8 engine = engine(settings, options);
                Interruption interruption = Interruption.closes(engine)) {
            return run(engine, request, arguments.streams(), target, interruption);
        }
    }

    private DockerIsol8 engine(RunSettings settings, Isol8Options options) {
        DockerIsol8.Builder builder = DockerIsol8.builder()
                .options(options)
                .connection(connection.get())
                .settings(EngineSettings.defaults()
                        .withRuntimes(settings.runtimes())
                        .withPooling(PoolPolicy.FRESH))
                .progress(new ProgressLines(console, SystemClock.INSTANCE));
        settings.audit()
                .ifPresent(audit -> builder.audit(AuditSinks.ofCommand(audit, environment, console), audit.detail()));
        return builder.build();
    }

    private RunSettings settings(RunArguments arguments) {
        Optional<Path> file = configs.find(arguments.config());
        if (file.isEmpty()) {
            return RunSettings.builtIn();
        }
        Isol8Config config = configs.read(file.get());
        Logs.configureAlso(config.debug());
        return RunSettings.of(config);
    }

    private int run(
            Isol8Engine engine,
            ExecutionRequest request,
            boolean streams,
            Optional<OutputFile> target,
            Interruption interruption) {
        try {
            new EngineStarter(environment, console).start(engine::start);
            ExecutionResult result =
                    streams ? engine.execute(request, new EventPrinter(console)) : engine.execute(request);
            if (!streams) {
                print(result, target);
            }
            log.debug(
                    "{} after {} ms in container {}",
                    result.termination().wireName(),
                    result.durationMs(),
                    result.containerId());
            result.resourceUsage().ifPresent(usage -> log.debug("{}", usage));
            return result.exitCode();
        } catch (Isol8Exception e) {
            if (!interruption.struck()) {
                throw e;
            }
            log.debug("Interrupted: {}", e.getMessage());
            console.flush();
            return Main.FAILURE;
        }
    }

    /** What was collected (spec 26.10). */
    private void print(ExecutionResult result, Optional<OutputFile> target) {
        target.ifPresent(file -> file.write(result.stdout()));
        if (!result.stdout().isEmpty()) {
            console.out(result.stdout() + "\n");
        }
        if (!result.stderr().isEmpty()) {
            console.err(result.stderr() + "\n");
        }
        if (result.truncated()) {
            console.warn("Output was truncated");
        }
    }
}
