package io.isol8.domain.config;

import io.isol8.domain.Ascii;
import io.isol8.domain.ByteSize;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.Seccomp;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Section {@code policy}: the most that a key from the database may ask for (spec 9.7). The master key is bound by
 * {@code maxQueued} only. Immutable.
 *
 * @param allowedNetworks what programs may reach
 * @param allowedImages regular expressions of images; else isol8's own and the prebuilt ones
 * @param allowUnconfined whether programs may run without a seccomp profile
 * @param allowPersist whether sandboxes may be left running
 * @param maxTimeout whole milliseconds
 * @param maxMemory memory of a sandbox
 * @param maxCpu cores
 * @param maxPids processes and threads
 * @param maxTmpfs size of /sandbox, and of /tmp
 * @param maxOutputSize bytes of an output stream
 * @param maxSessionsPerTenant sessions of one tenant
 * @param maxConcurrentPerTenant executions of one tenant at the same time; else as many as of all
 * @param maxQueued executions that wait for their turn
 */
public record Policy(
        List<NetworkMode> allowedNetworks,
        Optional<List<String>> allowedImages,
        boolean allowUnconfined,
        boolean allowPersist,
        Duration maxTimeout,
        ByteSize maxMemory,
        double maxCpu,
        int maxPids,
        ByteSize maxTmpfs,
        int maxOutputSize,
        int maxSessionsPerTenant,
        Optional<Integer> maxConcurrentPerTenant,
        int maxQueued) {

    /** Processes and threads. */
    public static final Bounds PIDS = new Bounds(2, 1 << 22);

    /** Bytes of an output stream. */
    public static final Bounds OUTPUT_SIZE = new Bounds(1, Integer.MAX_VALUE);

    /** Sessions of one tenant. */
    public static final Bounds SESSIONS = new Bounds(0, 100_000);

    /** Executions that wait. */
    public static final Bounds QUEUED = new Bounds(0, 100_000);

    private static final String LATEST = ":latest";

    static final Policy BUILT_IN = new Policy(
            List.of(NetworkMode.NONE, NetworkMode.FILTERED),
            Optional.empty(),
            false,
            false,
            Duration.ofMinutes(10),
            ByteSize.memory("2g"),
            2,
            256,
            ByteSize.memory("2g"),
            16 << 20,
            50,
            Optional.empty(),
            100);

    public Policy {
        allowedNetworks = List.copyOf(allowedNetworks);
        allowedImages = allowedImages.map(images -> HostPatterns.checked("policy.allowedImages", images));
        Bounds.TIMER.check("policy.maxTimeoutMs", maxTimeout.toMillis());
        if (!(maxCpu >= Isol8Options.LEAST_CPU && maxCpu <= Isol8Options.MOST_CPU)) {
            throw Isol8Exception.invalid("policy.maxCpu must be between 0.01 and 4096 cores, not " + maxCpu + ".");
        }
        PIDS.check("policy.maxPids", maxPids);
        OUTPUT_SIZE.check("policy.maxOutputSize", maxOutputSize);
        SESSIONS.check("policy.maxSessionsPerTenant", maxSessionsPerTenant);
        maxConcurrentPerTenant.ifPresent(most -> Isol8Config.CONCURRENT.check("policy.maxConcurrentPerTenant", most));
        QUEUED.check("policy.maxQueued", maxQueued);
    }

    /** The same where images are concerned that nobody chose: then these are allowed and no others. */
    public Policy withOwnImages(Collection<String> images) {
        List<String> patterns = allowedImages.orElseGet(
                () -> images.stream().map(Pattern::quote).toList());
        return new Policy(
                allowedNetworks,
                Optional.of(patterns),
                allowUnconfined,
                allowPersist,
                maxTimeout,
                maxMemory,
                maxCpu,
                maxPids,
                maxTmpfs,
                maxOutputSize,
                maxSessionsPerTenant,
                maxConcurrentPerTenant,
                maxQueued);
    }

    /**
     * Looks at what the holder of a database key asks for. Walls that are the server's choice are not taken away.
     *
     * @param own what is granted to who asks for nothing
     * @throws Isol8Exception with {@code BEYOND_POLICY} naming the option and the bound
     */
    public void check(ExecutionRequest request, OptionOverrides asked, Isol8Options own) {
        request.timeout().ifPresent(timeout -> checkTimeout("timeoutMs", timeout));
        asked.timeout().ifPresent(timeout -> checkTimeout("options.timeoutMs", timeout));
        asked.memoryLimit().ifPresent(size -> checkSize("options.memoryLimit", size, maxMemory));
        asked.sandboxSize().ifPresent(size -> checkSize("options.sandboxSize", size, maxTmpfs));
        asked.tmpSize().ifPresent(size -> checkSize("options.tmpSize", size, maxTmpfs));
        asked.cpuLimit()
                .filter(cores -> cores > maxCpu)
                .ifPresent(cores -> refuse("options.cpuLimit", "at most " + maxCpu + " cores"));
        asked.pidsLimit()
                .filter(pids -> pids > maxPids)
                .ifPresent(pids -> refuse("options.pidsLimit", "at most " + maxPids));
        asked.maxOutputSize()
                .filter(bytes -> bytes > maxOutputSize)
                .ifPresent(bytes -> refuse("options.maxOutputSize", "at most " + maxOutputSize + " bytes"));
        asked.network()
                .mode()
                .filter(mode -> !allowedNetworks.contains(mode))
                .ifPresent(mode -> refuse("options.network", allowed()));
        asked.image().ifPresent(this::checkImage);
        asked.persist()
                .filter(persist -> persist && !allowPersist)
                .ifPresent(persist -> refuse("options.persist", "false"));
        asked.readonlyRootFs()
                .filter(readonly -> !readonly && own.readonlyRootFs())
                .ifPresent(readonly -> refuse("options.readonlyRootFs", "true"));
        asked.seccomp()
                .filter(seccomp -> seccomp != own.security().seccomp() && !allowUnconfined)
                .ifPresent(seccomp -> checkSeccomp(seccomp, own.security().seccomp()));
        asked.containerRuntime()
                .ifPresent(runtime -> refuse("options.security.containerRuntime", "left to the server"));
    }

    private String allowed() {
        String names = allowedNetworks.stream()
                .map(mode -> "\"" + Ascii.lowerCase(mode.name()) + "\"")
                .collect(Collectors.joining(" or "));
        return names.isEmpty() ? "absent" : names;
    }

    private void checkTimeout(String option, Duration timeout) {
        if (timeout.compareTo(maxTimeout) > 0) {
            refuse(option, "at most " + maxTimeout.toMillis());
        }
    }

    private static void checkSize(String option, ByteSize size, ByteSize most) {
        if (size.bytes() > most.bytes()) {
            refuse(option, "at most " + most);
        }
    }

    /**
     * Whether a database key may have its programs run in this image.
     *
     * @param image as it is spelled, or as its tag is
     */
    public boolean allowsImage(String image) {
        String plain = image.endsWith(LATEST) ? image.substring(0, image.length() - LATEST.length()) : image;
        return allowedImages.orElse(List.of()).stream()
                .map(Pattern::compile)
                .anyMatch(pattern -> pattern.matcher(image).matches()
                        || pattern.matcher(plain).matches());
    }

    /** Whether its own profile is a higher wall than the strict one, only the server knows. */
    private static void checkSeccomp(Seccomp asked, Seccomp own) {
        if (own == Seccomp.CUSTOM) {
            refuse("options.security.seccomp", "left to the server");
        }
        if (asked == Seccomp.UNCONFINED) {
            refuse("options.security.seccomp", "\"strict\"");
        }
    }

    private void checkImage(String image) {
        if (!allowsImage(image)) {
            refuse("options.image", "one that policy.allowedImages names");
        }
    }

    private static void refuse(String option, String bound) {
        throw new Isol8Exception(
                ErrorCode.BEYOND_POLICY, "This key may not ask for that: " + option + " must be " + bound + ".");
    }
}
