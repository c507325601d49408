package io.isol8.app;

import io.isol8.domain.ByteSize;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * What the command line of {@code isol8 run} says (spec 26.3). It is declared in code, not by annotations: reading
 * those takes picocli longer than all the rest of its work.
 */
final class RunArguments {

    private static final String EVAL = "--eval";
    private static final String RUNTIME = "--runtime";
    private static final String ENV = "--env";
    private static final String SECRET = "--secret";
    private static final String STDIN = "--stdin";
    private static final String TIMEOUT = "--timeout";
    private static final String MEMORY = "--memory";
    private static final String CPU = "--cpu";
    private static final String PIDS_LIMIT = "--pids-limit";
    private static final String SANDBOX_SIZE = "--sandbox-size";
    private static final String TMP_SIZE = "--tmp-size";
    private static final String MAX_OUTPUT = "--max-output";
    private static final String NO_STREAM = "--no-stream";
    private static final String OUT = "--out";

    private final ParseResult parsed;

    RunArguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("run");
        spec.usageMessage()
                .description("Run a program in a sandbox and exit with its exit code.")
                .synopsisHeading("Usage: ")
                .abbreviateSynopsis(true)
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .sortOptions(false)
                .footer(
                        "",
                        "Without FILE and -e the program is read from standard input.",
                        "",
                        "Examples:",
                        "  isol8 run script.py",
                        "  isol8 run -e 'console.log(1 + 1)' --runtime node",
                        "  echo 'ls -la' | isol8 run --runtime bash --timeout 5000");
        return spec.addPositional(PositionalParamSpec.builder()
                        .index("0")
                        .arity("0..1")
                        .type(String.class)
                        .paramLabel("[FILE]")
                        .hideParamSyntax(true)
                        .description("The program; its ending picks the runtime.")
                        .build())
                .addOption(text("CODE", "The program itself.", "-e", EVAL))
                .addOption(text(
                        "NAME",
                        "python, node, bun, deno or bash. By default the file's ending decides, else python.",
                        "-r",
                        RUNTIME))
                .addOption(OptionSpec.builder(ENV)
                        .paramLabel("K=V")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("A variable for the program. May be repeated.")
                        .build())
                .addOption(OptionSpec.builder(SECRET)
                        .paramLabel("K=V")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("As --env, and masked in the output. May be repeated.")
                        .build())
                .addOption(text("DATA", "What the program reads from standard input.", STDIN))
                .addOption(text("MS", "Deadline in milliseconds. Default: 30000.", TIMEOUT))
                .addOption(text("SIZE", "Memory limit, e.g. 512m (the default), 1g.", MEMORY))
                .addOption(text("CORES", "CPU limit in cores, e.g. 0.5. Default: 1.", CPU))
                .addOption(text("N", "Most processes and threads. Default: 64.", PIDS_LIMIT))
                .addOption(text("SIZE", "Size of /sandbox. Default: 512m.", SANDBOX_SIZE))
                .addOption(text("SIZE", "Size of /tmp. Default: 256m.", TMP_SIZE))
                .addOption(text("BYTES", "Bytes of each output stream that are kept. Default: 1048576.", MAX_OUTPUT))
                .addOption(OptionSpec.builder(NO_STREAM)
                        .type(boolean.class)
                        .description("Print the output at the end instead of as it comes.")
                        .build())
                .addOption(text("FILE", "Also write standard output to this file. Implies --no-stream.", OUT))
                .addOption(ConfigArguments.option());
    }

    private static OptionSpec text(String paramLabel, String description, String... names) {
        return OptionSpec.builder(names)
                .paramLabel(paramLabel)
                .type(String.class)
                .description(description)
                .build();
    }

    /** The file with the configuration. */
    @Nullable
    String config() {
        return ConfigArguments.file(parsed);
    }

    /** @throws Isol8Exception if there is none, or more than one */
    ProgramText program(Console console, RuntimeRegistry runtimes) {
        String file = parsed.matchedPositionalValue(0, (@Nullable String) null);
        if (file == null && value(EVAL) == null && console.isTyped()) {
            console.info("Type the program; Ctrl-D on a line of its own ends it.");
        }
        return ProgramText.from(file, value(EVAL), value(RUNTIME), runtimes, console.in());
    }

    ExecutionRequest request(ProgramText program, boolean trackResources) {
        ExecutionRequest.Builder request = ExecutionRequest.builder(program.runtime())
                .code(program.code())
                .fileExtension(program.extension().orElse(null))
                .stdin(value(STDIN))
                .trackResources(trackResources);
        String timeout = value(TIMEOUT);
        if (timeout != null) {
            request.timeout(Duration.ofMillis(Numbers.whole(TIMEOUT, timeout, 1, Integer.MAX_VALUE)));
        }
        for (String variable : parsed.matchedOptionValue(ENV, List.<String>of())) {
            int equals = variable.indexOf('=');
            if (equals < 0) {
                throw Isol8Exception.invalid("--env needs NAME=value, not \"" + Console.printable(variable) + "\".");
            }
            request.env(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return request.build();
    }

    /** @param configured what holds where no flag says otherwise (spec 9.4) */
    Isol8Options options(Isol8Options configured) {
        Isol8Options.Builder options = configured.toBuilder();
        String memory = value(MEMORY);
        if (memory != null) {
            options.memoryLimit(memory);
        }
        String cpu = value(CPU);
        if (cpu != null) {
            options.cpuLimit(Numbers.decimal(CPU, cpu));
        }
        String pidsLimit = value(PIDS_LIMIT);
        if (pidsLimit != null) {
            options.pidsLimit(Numbers.whole(PIDS_LIMIT, pidsLimit, 2, 1 << 22));
        }
        String sandboxSize = value(SANDBOX_SIZE);
        if (sandboxSize != null) {
            options.sandboxSize(size(SANDBOX_SIZE, sandboxSize));
        }
        String tmpSize = value(TMP_SIZE);
        if (tmpSize != null) {
            options.tmpSize(size(TMP_SIZE, tmpSize));
        }
        for (String secret : parsed.matchedOptionValue(SECRET, List.<String>of())) {
            int equals = secret.indexOf('=');
            if (equals > 0) {
                options.secret(secret.substring(0, equals), secret.substring(equals + 1));
            }
        }
        String maxOutput = value(MAX_OUTPUT);
        if (maxOutput != null) {
            options.maxOutputSize(Numbers.whole(MAX_OUTPUT, maxOutput, 1, Integer.MAX_VALUE));
        }
        return options.build();
    }

    /** The size as it was given; if it is none, the error names the flag and not the option behind it. */
    private static String size(String flag, String text) {
        ByteSize.of(flag, text);
        return text;
    }

    /** Where standard output is to be written as well. */
    Optional<String> out() {
        return Optional.ofNullable(value(OUT));
    }

    boolean streams() {
        return !parsed.hasMatchedOption(NO_STREAM) && out().isEmpty();
    }

    private @Nullable String value(String option) {
        return parsed.matchedOptionValue(option, (@Nullable String) null);
    }
}
