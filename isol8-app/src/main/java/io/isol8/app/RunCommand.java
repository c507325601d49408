package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.config.Isol8Config;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.SystemClock;
import io.isol8.wire.NetworkLogJson;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code isol8 run} (spec 26.3 to 26.13). */
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
        RunPlace place = place(arguments, settings);
        ExecutionRequest request =
                arguments.request(arguments.program(console, settings.runtimes()), log.isDebugEnabled());
        Optional<OutputFile> target = arguments.out().map(OutputFile::named);
        Isol8Engine engine = place.open();
        try (EngineEnd end = new EngineEnd(engine, console);
                Interruption interruption = Interruption.closes(end)) {
            try {
                place.start(engine);
                ExecutionResult result = execute(engine, request, arguments, target);
                tell(result, arguments);
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

    /** What a server has to offer and grants is the server's to know; what is no option at all is refused here. */
    private RunPlace place(RunArguments arguments, RunSettings settings) {
        Optional<String> host = arguments.host();
        if (host.isPresent()) {
            OptionOverrides chosen = arguments.options();
            chosen.over(Isol8Options.defaults());
            chosen.network().mode().ifPresent(mode -> remark(arguments, mode));
            return RemotePlace.of(
                    host.get(), arguments, chosen, new Remote(environment, console, SystemClock.INSTANCE));
        }
        arguments.runtime().ifPresent(settings.runtimes()::get);
        Isol8Options otherwise = settings.options();
        Isol8Options options = arguments.optionsHere(otherwise.network()).over(otherwise);
        remark(arguments, options.network().mode());
        return new LocalPlace(console, environment, connection, options, settings);
    }

    private void remark(RunArguments arguments, NetworkMode mode) {
        arguments.network().remark(mode).ifPresent(console::warn);
    }

    private ExecutionResult execute(
            Isol8Engine engine, ExecutionRequest request, RunArguments arguments, Optional<OutputFile> target) {
        if (arguments.isInteractive()) {
            return new InteractiveRun(console).execute(engine, request);
        }
        if (arguments.streams()) {
            return engine.execute(request, new EventPrinter(console));
        }
        ExecutionResult result = engine.execute(request);
        print(result, target);
        return result;
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

    /** What was asked of the network (spec 26.10). */
    private void list(NetworkLog network) {
        console.err("--- Network Logs ---\n");
        NetworkLogJson.lines(network).forEach(line -> console.err(line + "\n"));
        if (network.dropped() > 0) {
            console.warn(network.dropped() + " more requests to the network are not listed");
        }
    }

    private void tell(ExecutionResult result, RunArguments arguments) {
        log.debug(
                "{} after {} ms in container {}",
                result.termination().wireName(),
                result.durationMs(),
                result.containerId());
        result.resourceUsage().ifPresent(usage -> log.debug("{}", usage));
        result.networkLog().ifPresent(this::list);
        if (arguments.wantsSandboxKept() && !result.containerId().isEmpty()) {
            console.info("The sandbox stays: container " + result.containerId());
        }
    }
}
