package io.isol8.app;

import io.isol8.domain.ByteSize;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Mode;
import io.isol8.domain.NetworkOptions;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.Packages;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** What the command line of {@code isol8 run} says (spec 26.3). */
final class RunArguments {

    private final ParseResult parsed;

    /** @throws Isol8Exception if flags contradict each other */
    RunArguments(ParseResult parsed) {
        this.parsed = parsed;
        if (sessionId().isPresent() && host().isEmpty()) {
            throw Isol8Exception.invalid(
                    "--session-id requires --host (remote server)." + " Session IDs are managed by the server.");
        }
        if (isInteractive() && !streams()) {
            throw Isol8Exception.invalid("--interactive cannot be combined with --no-stream or --out.");
        }
        if (isInteractive() && named().isStandardInput()) {
            throw Isol8Exception.invalid("--interactive needs a file, --eval, --cmd or a URL: standard input is for the"
                    + " program, and so cannot be the program.");
        }
    }

    ParseResult parsed() {
        return parsed;
    }

    /** The file with the configuration. */
    @Nullable
    String config() {
        return ConfigArguments.file(parsed);
    }

    /** The server that is to run it; none to run it here. */
    Optional<String> host() {
        return Remote.host(parsed);
    }

    /** Whether it is to run in a session. */
    boolean isPersistent() {
        return parsed.hasMatchedOption(RunFlags.PERSISTENT) || sessionId().isPresent();
    }

    /** The session on the server that is to be used, and kept. */
    Optional<String> sessionId() {
        return Optional.ofNullable(value(RunFlags.SESSION_ID));
    }

    /** Whether standard input and Ctrl-C are the program's. */
    boolean isInteractive() {
        return parsed.hasMatchedOption(RunFlags.INTERACTIVE);
    }

    /** Whether the sandbox is to be left running. */
    boolean wantsSandboxKept() {
        return parsed.hasMatchedOption(RunFlags.PERSIST) && !isPersistent();
    }

    /** The runtime that is named. */
    Optional<String> runtime() {
        return Optional.ofNullable(value(RunFlags.RUNTIME));
    }

    private ProgramText.Named named() {
        return new ProgramText.Named(
                parsed.matchedPositionalValue(0, (@Nullable String) null),
                value(RunFlags.EVAL),
                value(RunFlags.CMD),
                value(RunFlags.RUNTIME),
                UrlFlags.source(parsed));
    }

    /** @throws Isol8Exception if there is none, or more than one */
    ProgramText program(Console console, RuntimeRegistry runtimes) {
        ProgramText.Named named = named();
        if (named.isStandardInput() && console.isTyped()) {
            console.info("Type the program; Ctrl-D on a line of its own ends it.");
        }
        return ProgramText.from(named, runtimes, console.in());
    }

    /** @throws Isol8Exception if a flag makes no sense, or a file cannot be read */
    ExecutionRequest request(ProgramText program, boolean trackResources) {
        ExecutionRequest.Builder request = ExecutionRequest.builder(program.runtime())
                .fileExtension(program.extension().orElse(null))
                .stdin(value(RunFlags.STDIN))
                .interactive(isInteractive())
                .trackResources(trackResources);
        if (program.source() instanceof Source.Command command) {
            request.cmd(command.line());
        } else if (program.source() instanceof Source.Code code) {
            request.code(code.text());
        } else if (program.source() instanceof Source.Url url) {
            request.codeUrl(url.url()).codeHash(url.hash().orElse(null)).allowInsecureCodeUrl(url.allowInsecure());
        }
        String timeout = value(RunFlags.TIMEOUT);
        if (timeout != null) {
            request.timeout(Duration.ofMillis(Numbers.whole(RunFlags.TIMEOUT, timeout, 1, Integer.MAX_VALUE)));
        }
        for (String variable : values(RunFlags.ENV)) {
            int equals = variable.indexOf('=');
            if (equals < 0) {
                throw Isol8Exception.invalid("--env needs NAME=value, not \"" + Console.printable(variable) + "\".");
            }
            request.env(variable.substring(0, equals), variable.substring(equals + 1));
        }
        surround(request);
        return request.build();
    }

    private void surround(ExecutionRequest.Builder request) {
        packages().forEach(request::installPackage);
        SetupScript.of(values(RunFlags.SETUP)).ifPresent(request::setupScript);
        String workdir = value(RunFlags.WORKDIR);
        if (workdir != null) {
            request.workdir(workdir);
        }
        String files = value(RunFlags.FILES);
        if (files != null) {
            InjectedFiles.below(files).forEach(request::file);
        }
    }

    private List<String> packages() {
        return values(RunFlags.INSTALL).stream()
                .flatMap(list -> Packages.split(list).stream())
                .toList();
    }

    /** What was chosen, and nothing else (spec 26.13). */
    OptionOverrides options() {
        return chosen().build();
    }

    /**
     * The same for a run here, which can get its packages from somewhere (spec 12.7).
     *
     * @param otherwise what holds if no flag says anything about the network
     */
    OptionOverrides optionsHere(NetworkOptions otherwise) {
        OptionOverrides.Builder options = chosen();
        if (!packages().isEmpty()) {
            network().openForPackages(options, otherwise);
        }
        return options.build();
    }

    private OptionOverrides.Builder chosen() {
        OptionOverrides.Builder options = OptionOverrides.builder();
        limits(options);
        for (String secret : values(RunFlags.SECRET)) {
            int equals = secret.indexOf('=');
            if (equals > 0) {
                options.secret(secret.substring(0, equals), secret.substring(equals + 1));
            }
        }
        String image = value(RunFlags.IMAGE);
        if (image != null) {
            options.image(image);
        }
        if (parsed.hasMatchedOption(RunFlags.PERSIST)) {
            options.persist(true);
        }
        if (isPersistent()) {
            options.mode(Mode.PERSISTENT);
        }
        network().choose(options);
        return options;
    }

    private void limits(OptionOverrides.Builder options) {
        String memory = value(RunFlags.MEMORY);
        if (memory != null) {
            options.memoryLimit(memory);
        }
        String cpu = value(RunFlags.CPU);
        if (cpu != null) {
            options.cpuLimit(Numbers.decimal(RunFlags.CPU, cpu));
        }
        String pidsLimit = value(RunFlags.PIDS_LIMIT);
        if (pidsLimit != null) {
            options.pidsLimit(Numbers.whole(RunFlags.PIDS_LIMIT, pidsLimit, 2, 1 << 22));
        }
        String sandboxSize = value(RunFlags.SANDBOX_SIZE);
        if (sandboxSize != null) {
            options.sandboxSize(size(RunFlags.SANDBOX_SIZE, sandboxSize));
        }
        String tmpSize = value(RunFlags.TMP_SIZE);
        if (tmpSize != null) {
            options.tmpSize(size(RunFlags.TMP_SIZE, tmpSize));
        }
        String maxOutput = value(RunFlags.MAX_OUTPUT);
        if (maxOutput != null) {
            options.maxOutputSize(Numbers.whole(RunFlags.MAX_OUTPUT, maxOutput, 1, Integer.MAX_VALUE));
        }
    }

    /** The size as it was given; if it is none, the error names the flag and not the option behind it. */
    private static String size(String flag, String text) {
        ByteSize.of(flag, text);
        return text;
    }

    /** What is said about the network. */
    NetworkFlags network() {
        return new NetworkFlags(parsed);
    }

    /** Where standard output is to be written as well. */
    Optional<String> out() {
        return Optional.ofNullable(value(RunFlags.OUT));
    }

    boolean streams() {
        return !parsed.hasMatchedOption(RunFlags.NO_STREAM) && out().isEmpty();
    }

    private @Nullable String value(String option) {
        return parsed.matchedOptionValue(option, (@Nullable String) null);
    }

    private List<String> values(String option) {
        return parsed.matchedOptionValue(option, List.<String>of());
    }
}
