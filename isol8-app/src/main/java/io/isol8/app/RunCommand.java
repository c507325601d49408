package io.isol8.app;

import io.isol8.docker.DockerConnection;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.ports.Isol8Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isol8 run} (spec 26.3 to 26.11). */
@Command(
        name = "run",
        description = "Run a program in a sandbox and exit with its exit code.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Without FILE and -e the program is read from standard input.",
            "",
            "Examples:",
            "  isol8 run script.py",
            "  isol8 run -e 'console.log(1 + 1)' --runtime node",
            "  echo 'ls -la' | isol8 run --runtime bash --timeout 5000"
        })
final class RunCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

    private final Console console;
    private final Map<String, String> environment;
    private final Supplier<DockerConnection> connection;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The program; its ending picks the runtime.")
    private @Nullable String file;

    @Option(
            names = {"-e", "--eval"},
            paramLabel = "CODE",
            description = "The program itself.")
    private @Nullable String eval;

    @Option(
            names = {"-r", "--runtime"},
            paramLabel = "NAME",
            description = "python, node, bun, deno or bash. By default the file's ending decides, else python.")
    private @Nullable String runtime;

    @Option(names = "--env", paramLabel = "K=V", description = "A variable for the program. May be repeated.")
    private List<String> env = List.of();

    @Option(names = "--stdin", paramLabel = "DATA", description = "What the program reads from standard input.")
    private @Nullable String stdin;

    @Option(names = "--timeout", paramLabel = "MS", description = "Deadline in milliseconds. Default: 30000.")
    private @Nullable String timeout;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory limit, e.g. 512m (the default), 1g.")
    private @Nullable String memory;

    @Option(names = "--cpu", paramLabel = "CORES", description = "CPU limit in cores, e.g. 0.5. Default: 1.")
    private @Nullable String cpu;

    @Option(names = "--pids-limit", paramLabel = "N", description = "Most processes and threads. Default: 64.")
    private @Nullable String pidsLimit;

    @Option(names = "--sandbox-size", paramLabel = "SIZE", description = "Size of /sandbox. Default: 512m.")
    private @Nullable String sandboxSize;

    @Option(names = "--tmp-size", paramLabel = "SIZE", description = "Size of /tmp. Default: 256m.")
    private @Nullable String tmpSize;

    @Option(
            names = "--max-output",
            paramLabel = "BYTES",
            description = "Bytes of each output stream that are kept. Default: 1048576.")
    private @Nullable String maxOutput;

    @Option(names = "--no-stream", description = "Print the output at the end instead of as it comes.")
    private boolean noStream;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Also write standard output to this file. Implies --no-stream.")
    private @Nullable String out;

    /** @param connection to be used by the one run */
    RunCommand(Console console, Map<String, String> environment, Supplier<DockerConnection> connection) {
        this.console = console;
        this.environment = environment;
        this.connection = connection;
    }

    @Override
    public Integer call() {
        ProgramText program = ProgramText.from(file, eval, runtime, RuntimeRegistry.builtIn(), console.in());
        ExecutionRequest request = request(program);
        Optional<Path> target = Optional.ofNullable(out).map(RunCommand::writable);
        try (DockerIsol8 engine = DockerIsol8.builder()
                        .options(options())
                        .connection(connection.get())
                        .progress(console::info)
                        .build();
                Interruption ignored = Interruption.closes(engine)) {
            new EngineStarter(environment, console).start(engine);
            ExecutionResult result = execute(engine, request, target);
            log.debug(
                    "{} after {} ms in container {}",
                    result.termination().wireName(),
                    result.durationMs(),
                    result.containerId());
            result.resourceUsage().ifPresent(usage -> log.debug("{}", usage));
            return result.exitCode();
        }
    }

    private ExecutionRequest request(ProgramText program) {
        ExecutionRequest.Builder request = ExecutionRequest.builder(program.runtime())
                .code(program.code())
                .fileExtension(program.extension().orElse(null))
                .stdin(stdin)
                .trackResources(log.isDebugEnabled());
        if (timeout != null) {
            request.timeout(Duration.ofMillis(Numbers.whole("--timeout", timeout, 1, Integer.MAX_VALUE)));
        }
        for (String variable : env) {
            int equals = variable.indexOf('=');
            if (equals < 0) {
                throw Isol8Exception.invalid("--env needs NAME=value, not \"" + variable + "\".");
            }
            request.env(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return request.build();
    }

    private Isol8Options options() {
        Isol8Options.Builder options = Isol8Options.builder();
        if (memory != null) {
            options.memoryLimit(memory);
        }
        if (cpu != null) {
            options.cpuLimit(Numbers.decimal("--cpu", cpu));
        }
        if (pidsLimit != null) {
            options.pidsLimit(Numbers.whole("--pids-limit", pidsLimit, 2, 1 << 22));
        }
        if (sandboxSize != null) {
            options.sandboxSize(sandboxSize);
        }
        if (tmpSize != null) {
            options.tmpSize(tmpSize);
        }
        if (maxOutput != null) {
            options.maxOutputSize(Numbers.whole("--max-output", maxOutput, 1, Integer.MAX_VALUE));
        }
        return options.build();
    }

    private ExecutionResult execute(Isol8Engine engine, ExecutionRequest request, Optional<Path> target) {
        if (!noStream && target.isEmpty()) {
            return engine.execute(request, new EventPrinter(console));
        }
        ExecutionResult result = engine.execute(request);
        if (!result.stdout().isEmpty()) {
            console.out(result.stdout() + "\n");
        }
        if (!result.stderr().isEmpty()) {
            console.err(result.stderr() + "\n");
        }
        if (result.truncated()) {
            console.warn("Output was truncated");
        }
        target.ifPresent(path -> write(path, result.stdout()));
        return result;
    }

    /** Found out before the program runs, not after. */
    private static Path writable(String name) {
        try {
            Path path = Path.of(name);
            Path directory =
                    Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            if (Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : directory)) {
                throw Isol8Exception.invalid("--out cannot be written: " + name);
            }
            return path;
        } catch (InvalidPathException e) {
            throw Isol8Exception.invalid("--out is not a file name: " + e.getMessage());
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.writeString(path, text);
        } catch (IOException e) {
            throw Isol8Exception.invalid("--out cannot be written: " + path + " (" + e.getMessage() + ")");
        }
    }
}
