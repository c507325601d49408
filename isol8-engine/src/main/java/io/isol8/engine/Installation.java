package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.PackageInstall;
import io.isol8.domain.Phase;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.domain.SandboxPath;
import io.isol8.domain.Termination;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Installs the packages that a program needs, in its sandbox and as its user, before the program (spec 12). Nothing of the
 * request but the packages' names and its files is there for it. For one use.
 */
final class Installation {

    private static final Logger log = LoggerFactory.getLogger(Installation.class);
    private static final String CERTIFICATES = PackageInstall.DIRECTORY + "/ca.crt";

    private final PackageInstall how;
    private final List<String> packages;
    private final NetworkMode network;
    private final byte[] certificates;

    /** @param certificates in PEM, besides the usual ones; may be empty */
    Installation(PackageInstall how, List<String> packages, NetworkMode network, byte[] certificates) {
        this.how = how;
        this.packages = packages;
        this.network = network;
        this.certificates = certificates;
    }

    /** Runs a process to its end. */
    interface Step {

        ProgramRun.Outcome run(Phase phase, Transcript transcript, Sandbox sandbox, ProcessSpec spec);
    }

    /**
     * Does it.
     *
     * @param left how much time there is
     * @param keep whether what other processes of the sandbox do goes on
     * @param asked what was asked of the network
     * @throws Isol8Exception with {@code INSTALL_FAILED} if a package could not be installed, be it because the time was
     *     over, {@code CANCELLED}
     */
    void run(Sandbox sandbox, Step step, Supplier<Duration> left, boolean keep, Supplier<NetworkLog> asked) {
        Map<String, String> env = prepare(sandbox.files());
        for (List<String> argv : how.commandsFor(packages)) {
            BufferedTranscript transcript = new BufferedTranscript();
            ProcessSpec spec = new ProcessSpec(argv, env, SandboxPath.ROOT, left.get()).withKeep(keep);
            ProgramRun.Outcome outcome = step.run(Phase.SETUP, transcript, sandbox, spec);
            check(outcome.ending(), transcript, asked);
        }
        sandbox.files().delete(PackageInstall.DIRECTORY);
    }

    private Map<String, String> prepare(SandboxFiles files) {
        clear(files);
        files.makeDirectory(PackageInstall.DIRECTORY);
        how.script().ifPresent(name -> files.write(scriptPath(), SandboxFiles.READABLE, packaged(name)));
        Optional<String> told = Optional.of(CERTIFICATES).filter(file -> certificates.length > 0);
        told.ifPresent(file -> files.write(file, SandboxFiles.READABLE, certificates));
        return SandboxEnvironment.ofInstallation(how, told, network);
    }

    private String scriptPath() {
        return how.scriptPath().orElseThrow();
    }

    /** What another one left that failed, or a program put there. */
    private static void clear(SandboxFiles files) {
        try {
            files.delete(PackageInstall.DIRECTORY);
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.FILE_NOT_FOUND) {
                throw e;
            }
            log.debug("Nothing is left of an earlier installation: {}", e.message());
        }
    }

    private static byte[] packaged(String name) {
        try (InputStream script = Objects.requireNonNull(
                Installation.class.getResourceAsStream("install/" + name), "packaged with this class")) {
            return script.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Ending ending, Transcript transcript, Supplier<NetworkLog> asked) {
        if (ending.termination() == Termination.CANCELLED) {
            throw new Isol8Exception(
                    ErrorCode.CANCELLED, "The execution was cancelled while its packages were installed.");
        }
        if (ending.exitCode() != 0) {
            throw Isol8Exception.withOutput(
                    ErrorCode.INSTALL_FAILED,
                    "Package install failed (exit code " + ending.exitCode() + ")",
                    said(ending.termination(), transcript, asked));
        }
    }

    private static String said(Termination termination, Transcript transcript, Supplier<NetworkLog> asked) {
        StringBuilder said = new StringBuilder(
                transcript.collected(Phase.SETUP, OutputChannel.STDERR).strip());
        if (said.isEmpty()) {
            said.append(transcript.collected(Phase.SETUP, OutputChannel.STDOUT));
        }
        if (termination == Termination.OOM) {
            add(said, "It needed more memory than options.memoryLimit.");
        }
        add(said, Unanswered.in(asked.get(), termination == Termination.TIMEOUT));
        return said.toString();
    }

    private static void add(StringBuilder said, String more) {
        if (!more.isEmpty()) {
            said.append(said.isEmpty() ? "" : "\n").append(more);
        }
    }
}
