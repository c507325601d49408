package io.isol8.domain.config;

import io.isol8.domain.ByteSize;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
}
