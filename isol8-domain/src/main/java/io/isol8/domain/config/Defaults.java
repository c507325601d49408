package io.isol8.domain.config;

import io.isol8.domain.ByteSize;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import java.time.Duration;

/**
 * Section {@code defaults}: what an execution is granted that does not ask for anything else (spec 9.1). Immutable.
 *
 * @param timeout the deadline, whole milliseconds
 * @param memoryLimit memory of a sandbox
 * @param cpuLimit cores
 * @param network what a program can reach
 * @param sandboxSize size of /sandbox
 * @param tmpSize size of /tmp
 * @param readonlyRootFs whether nothing but /sandbox and /tmp can be written
 */
public record Defaults(
        Duration timeout,
        ByteSize memoryLimit,
        double cpuLimit,
        NetworkMode network,
        ByteSize sandboxSize,
        ByteSize tmpSize,
        boolean readonlyRootFs) {

    static final Defaults BUILT_IN = of(Isol8Options.defaults());

    public Defaults {
        Bounds.TIMER.check("defaults.timeoutMs", timeout.toMillis());
        if (memoryLimit.bytes() < Isol8Options.LEAST_MEMORY.bytes()) {
            throw Isol8Exception.invalid("defaults.memoryLimit must be at least " + Isol8Options.LEAST_MEMORY + ", not "
                    + memoryLimit + ".");
        }
        if (!(cpuLimit >= Isol8Options.LEAST_CPU && cpuLimit <= Isol8Options.MOST_CPU)) {
            throw Isol8Exception.invalid(
                    "defaults.cpuLimit must be between 0.01 and 4096 cores, not " + cpuLimit + ".");
        }
    }

    private static Defaults of(Isol8Options options) {
        return new Defaults(
                options.timeout(),
                options.memoryLimit(),
                options.cpuLimit(),
                options.network().mode(),
                options.sandboxSize(),
                options.tmpSize(),
                options.readonlyRootFs());
    }

    /** These in place of what a builder has. */
    Isol8Options.Builder over(Isol8Options.Builder options) {
        return options.timeout(timeout)
                .memoryLimit(memoryLimit.toString())
                .cpuLimit(cpuLimit)
                .network(network)
                .sandboxSize(sandboxSize.toString())
                .tmpSize(tmpSize.toString())
                .readonlyRootFs(readonlyRootFs);
    }
}
