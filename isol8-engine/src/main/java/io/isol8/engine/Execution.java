package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FetchedCode;
import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkOptions;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.PackageInstall;
import io.isol8.domain.Phase;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.domain.SandboxPath;
import io.isol8.domain.Source;
import io.isol8.domain.Zygote;
import io.isol8.domain.mask.SecretMasker;
import io.isol8.engine.internal.FilteringProxy;
import io.isol8.ports.Clock;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.OpenFile;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.ProgramFile;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What one request does in its sandbox: files, setup, program, outputs, result (spec 14). {@link #runIn} is called once.
 */
final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);
    private static final String SETUP_FILE = SandboxPath.ROOT + "/.isol8-setup.sh";
    private static final int EXECUTABLE = 0755;
    private static final Set<ErrorCode> DID_NOT_START =
            Set.of(ErrorCode.START_FAILED, ErrorCode.FILE_FAILED, ErrorCode.FILE_NOT_FOUND);

    /** What {@link ExecutionRequest#outputPaths()} may hold together; they are kept in memory. */
    private static final int MOST_OUTPUT_BYTES = 64 << 20;

    private final ExecutionRequest request;
    private final Isol8Options options;
    private final LanguageRuntime runtime;
    private final boolean keep;
    private final Program.Place place;
    private final String tenant;
    private final Transcript transcript;
    private final Control control;
    private final Clock clock;
    private final UUID id;
    private final SecretMasker masker;
    private final EgressConnector egress;
    private Optional<FilteringProxy> proxy = Optional.empty();
    private Optional<FetchedCode> fetched = Optional.empty();
    private long fetchNanos;
    private Map<String, String> env = Map.of();
    private List<String> installed = List.of();
    private boolean inOrder = true;
    private boolean ranProgram;
    private String containerId = "";

    /**
     * @param control what ends it
     * @param id its name in results
     * @param egress where a filtered network leads
     */
    Execution(
            ExecutionOrder order,
            LanguageRuntime runtime,
            Transcript transcript,
            Control control,
            Clock clock,
            UUID id,
            EgressConnector egress) {
        this.id = id;
        this.request = order.request();
        this.options = order.options();
        this.keep = order.session().isPresent() || options.persist();
        this.runtime = runtime;
        this.place = order.session().isPresent() ? Program.Place.inSession(runtime, id) : Program.Place.alone(runtime);
        this.tenant = order.tenant();
        this.transcript = transcript;
        this.control = control;
        this.clock = clock;
        this.masker = SecretMasker.of(options.secrets().values());
        this.egress = egress;
    }

    /** Whether the supervisor reported the end of what ran, so that the sandbox may serve again. */
    boolean leftSandboxInOrder() {
        return inOrder;
    }

    /** The container that it is in, or was; empty if it has not come to that. */
    String containerId() {
        return containerId;
    }

    /** What came from the URL that it was to come from. */
    Optional<FetchedCode> fetched() {
        return fetched;
    }

    /**
     * Brings what is to be run, if that is elsewhere, before there is a sandbox for it. It takes its time from the
     * request's (spec 15.1).
     */
    void load(CodeLoader loader) {
        if (request.source() instanceof Source.Url url) {
            long begun = clock.nanos();
            Duration timeout = request.timeout().orElse(options.timeout());
            fetched = Optional.of(control.interruptibly(() -> loader.load(url, tenant, timeout)));
            fetchNanos = clock.nanos() - begun;
        }
    }

    private Program program() {
        Source source =
                fetched.<Source>map(code -> new Source.Code(code.text())).orElse(request.source());
        return place.program(source, request.fileExtension());
    }

    /** Whether it came to the program, and that to its end. */
    boolean ranProgram() {
        return ranProgram;
    }

    /** What was asked of a filtered network until now, secrets included. */
    NetworkLog network() {
        return proxy.map(FilteringProxy::log).orElse(NetworkLog.EMPTY);
    }

    /** @throws Isol8Exception without any secret in its text */
    ExecutionResult runIn(Sandbox sandbox, Surroundings surroundings) {
        containerId = sandbox.id();
        NetworkOptions network = surroundings.network();
        env = SandboxEnvironment.of(found(surroundings), request.env(), options.secrets(), network.mode());
        if (!network.filtered()) {
            return runToItsEnd(sandbox, surroundings);
        }
        try (FilteringProxy filter = new FilteringProxy(network.policy(), egress, clock, masker::mask)) {
            proxy = Optional.of(filter);
            return runToItsEnd(sandbox, surroundings);
        }
    }

    private Map<String, String> found(Surroundings surroundings) {
        return surroundings.hasPackages()
                ? runtime.install().map(PackageInstall::found).orElse(Map.of())
                : Map.of();
    }

    private ExecutionResult runToItsEnd(Sandbox sandbox, Surroundings surroundings) {
        try {
            ExecutionResult result = run(sandbox, surroundings);
            log.atLevel(options.debug() ? Level.INFO : Level.DEBUG)
                    .log(
                            "Execution {}: {} in sandbox {}, {} with exit code {} after {} ms",
                            id,
                            request.runtime(),
                            sandbox.id(),
                            result.termination().wireName(),
                            result.exitCode(),
                            result.durationMs());
            return result;
        } catch (Isol8Exception e) {
            inOrder &= e.code() != ErrorCode.SANDBOX_LOST;
            throw masked(e);
        }
    }

    /** Causes are left out where a secret was found: they may hold it, too. */
    private Isol8Exception masked(Isol8Exception failure) {
        String message = masker.mask(failure.message());
        if (message.equals(failure.message())) {
            return failure;
        }
        Isol8Exception masked = failure.worded(masker.mask(failure.summary()), message);
        masked.setStackTrace(failure.getStackTrace());
        return masked;
    }

    private ExecutionResult run(Sandbox sandbox, Surroundings surroundings) {
        long end = clock.nanos() + request.timeout().orElse(options.timeout()).toNanos() - fetchNanos;
        request.files()
                .forEach((path, content) -> sandbox.files().write(path, SandboxFiles.READABLE, content.stream()));
        if (!surroundings.lacking().isEmpty()) {
            install(sandbox, surroundings, end);
        }
        proxy.ifPresent(sandbox::openEgress);
        for (Optional<String> script : List.of(surroundings.setupScript(), request.setupScript())) {
            if (script.isPresent()) {
                ExecutionResult setup = setUp(sandbox, script.get(), end);
                transcript.setUp(setup);
                if (setup.exitCode() != 0) {
                    return setup;
                }
            }
        }
        return runProgram(sandbox, surroundings, end);
    }

    /** The hosts that packages come from are open to it, and closed again to the program (spec 12.7, 12.8). */
    private void install(Sandbox sandbox, Surroundings surroundings, long end) {
        if (proxy.isEmpty()) {
            install(sandbox, surroundings, end, () -> NetworkLog.EMPTY);
            return;
        }
        NetworkPolicy policy = surroundings.network().policy();
        try (FilteringProxy registries =
                proxy.get().with(policy.allowing(surroundings.image().registryHosts()))) {
            sandbox.openEgress(registries);
            install(sandbox, surroundings, end, registries::log);
        }
    }

    private void install(Sandbox sandbox, Surroundings surroundings, long end, Supplier<NetworkLog> asked) {
        PackageInstall how = runtime.install().orElseThrow();
        NetworkMode network = surroundings.network().mode();
        new Installation(how, surroundings.lacking(), network, egress.certificates())
                .run(sandbox, this::run, () -> left(end), keep, asked);
        installed = surroundings.lacking();
    }

    /** The packages that were installed for it. */
    List<String> installed() {
        return installed;
    }

    private ExecutionResult setUp(Sandbox sandbox, String script, long end) {
        ProcessSpec spec = new ProcessSpec(List.of("bash", SETUP_FILE), env, SandboxPath.ROOT, left(end))
                .withFile(new ProgramFile(SETUP_FILE, EXECUTABLE, script.getBytes(StandardCharsets.UTF_8)))
                .withKeep(true);
        ProgramRun.Outcome outcome = run(Phase.SETUP, transcript, sandbox, spec);
        boolean last = outcome.ending().exitCode() != 0;
        return result(Phase.SETUP, sandbox, outcome, last ? outputFiles(sandbox) : Optional.empty());
    }

    private ExecutionResult runProgram(Sandbox sandbox, Surroundings surroundings, long end) {
        Program program = program();
        ProcessSpec spec = new ProcessSpec(
                program.file(),
                program.argv(),
                env,
                request.workdir(),
                left(end),
                mayUseZygote() && !surroundings.hasPackages(),
                request.stdin().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                request.interactive(),
                keep);
        ProgramRun.Outcome outcome;
        try {
            outcome = run(Phase.CODE, transcript, sandbox, spec);
        } finally {
            if (inOrder) {
                program.removeFrom(sandbox.files());
            }
        }
        ExecutionResult result = result(Phase.CODE, sandbox, outcome, outputFiles(sandbox));
        transcript.ended(result);
        return result;
    }

    private ProgramRun.Outcome run(Phase phase, Transcript told, Sandbox sandbox, ProcessSpec spec) {
        inOrder = false;
        try {
            ProgramRun run = new ProgramRun(phase, told, control, clock, masker, options.maxOutputSize());
            ProgramRun.Outcome outcome = run.run(sandbox, spec);
            inOrder = outcome.exit().isPresent();
            ranProgram = phase == Phase.CODE;
            return outcome;
        } catch (Isol8Exception e) {
            inOrder = DID_NOT_START.contains(e.code());
            throw e;
        }
    }

    private boolean mayUseZygote() {
        return !keep
                && !request.interactive()
                && request.stdin().isEmpty()
                && Zygote.canLearn(request.env().keySet())
                && Zygote.canLearn(options.secrets().keySet());
    }

    /** The time until {@code end} on the clock; at least a millisecond, as nothing would be no deadline at all. */
    private Duration left(long end) {
        long millis = TimeUnit.MILLISECONDS.toNanos(1);
        return Duration.ofMillis(Math.max(1, (end - clock.nanos() + millis - 1) / millis));
    }

    /** Those of the files asked for that are there (spec 10.2). */
    private Optional<Map<String, FileContent>> outputFiles(Sandbox sandbox) {
        if (request.outputPaths().isEmpty()) {
            return Optional.empty();
        }
        Map<String, FileContent> files = new LinkedHashMap<>();
        int room = MOST_OUTPUT_BYTES;
        for (String path : inOrder ? request.outputPaths() : List.<String>of()) {
            try {
                FileContent content = outputFile(sandbox.files(), path, room);
                files.put(path, content);
                room -= content.size();
            } catch (Isol8Exception e) {
                if (e.code() != ErrorCode.FILE_NOT_FOUND) {
                    throw e;
                }
                log.debug("No output file: {}", e.getMessage());
            }
        }
        return Optional.of(files);
    }

    /** @param room bytes that it may have */
    private static FileContent outputFile(SandboxFiles files, String path, int room) {
        try (OpenFile file = files.open(path)) {
            byte[] bytes = file.content().readNBytes(room + 1);
            if (bytes.length > room) {
                throw new Isol8Exception(
                        ErrorCode.FILE_FAILED,
                        "ExecutionRequest.outputPaths: with " + path + " the files have more than " + MOST_OUTPUT_BYTES
                                + " bytes.");
            }
            return FileContent.of(bytes);
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.SANDBOX_LOST, "Failed to read file " + path + " in container: " + e.getMessage(), e);
        }
    }

    private ExecutionResult result(
            Phase phase, Sandbox sandbox, ProgramRun.Outcome outcome, Optional<Map<String, FileContent>> files) {
        return new ExecutionResult(
                transcript.collected(phase, OutputChannel.STDOUT),
                transcript.collected(phase, OutputChannel.STDERR),
                outcome.ending().exitCode(),
                outcome.wall().toMillis(),
                outcome.truncated(),
                outcome.ending().termination(),
                id,
                request.runtime(),
                clock.now(),
                sandbox.id(),
                request.trackResources() ? outcome.exit().map(this::usage) : Optional.empty(),
                files,
                networkLog());
    }

    /** What was asked of the network, if anybody wants to know (spec 19.8). */
    private Optional<NetworkLog> networkLog() {
        return Optional.of(network())
                .filter(log -> options.network().log() && !log.entries().isEmpty())
                .map(log -> log.map(masker::mask));
    }

    private ResourceUsage usage(ProcessExit exit) {
        NetworkLog network = network();
        double mebibyte = 1 << 20;
        double cpuMs = exit.cpu().toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
        double wallMs = Math.max(exit.wall().toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1), 0.001);
        return new ResourceUsage(
                100 * cpuMs / wallMs,
                cpuMs,
                exit.memoryBytes() / mebibyte,
                exit.peakMemoryBytes() / mebibyte,
                network.bytesIn(),
                network.bytesOut());
    }
}
