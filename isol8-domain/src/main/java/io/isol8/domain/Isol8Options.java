package io.isol8.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an engine grants a program unless the request says otherwise (spec 9.6). Immutable.
 *
 * @param timeout the default deadline
 * @param memoryLimit memory of a sandbox, its files included; there is no swap
 * @param cpuLimit cores, fractions allowed
 * @param pidsLimit processes and threads in a sandbox, its supervisor included
 * @param sandboxSize size of /sandbox
 * @param tmpSize size of /tmp
 * @param maxOutputSize bytes of each output stream that are kept
 * @param secrets variables of every program whose values are masked in what it prints, in order
 */
public record Isol8Options(
        Duration timeout,
        ByteSize memoryLimit,
        double cpuLimit,
        int pidsLimit,
        ByteSize sandboxSize,
        ByteSize tmpSize,
        int maxOutputSize,
        Map<String, String> secrets) {

    /** What an engine needs to start a container at all. */
    private static final ByteSize LEAST_MEMORY = ByteSize.memory("6m");

    private static final int LEAST_PIDS = 2;
    private static final int MOST_PIDS = 1 << 22;
    private static final double LEAST_CPU = 0.01;
    private static final double MOST_CPU = 4096;

    public Isol8Options {
        timeout = Deadlines.checked(timeout);
        secrets = EnvironmentVariables.checked("secret", secrets);
        if (memoryLimit.bytes() < LEAST_MEMORY.bytes()) {
            throw Isol8Exception.invalid("memoryLimit must be at least " + LEAST_MEMORY + ", not " + memoryLimit + ".");
        }
        if (!(cpuLimit >= LEAST_CPU && cpuLimit <= MOST_CPU)) {
            throw Isol8Exception.invalid("cpuLimit must be between 0.01 and 4096 cores, not " + cpuLimit + ".");
        }
        if (pidsLimit < LEAST_PIDS || pidsLimit > MOST_PIDS) {
            throw Isol8Exception.invalid(
                    "pidsLimit must be between " + LEAST_PIDS + " and " + MOST_PIDS + ", not " + pidsLimit + ".");
        }
        if (maxOutputSize < 1) {
            throw Isol8Exception.invalid(
                    "maxOutputSize must be between 1 and 2147483647 bytes, not " + maxOutputSize + ".");
        }
    }

    /** Without the secrets' values. */
    @Override
    public String toString() {
        return "Isol8Options[timeout=" + timeout + ", memoryLimit=" + memoryLimit + ", cpuLimit=" + cpuLimit
                + ", pidsLimit=" + pidsLimit + ", sandboxSize=" + sandboxSize + ", tmpSize=" + tmpSize
                + ", maxOutputSize=" + maxOutputSize + ", secrets=" + secrets.keySet() + "]";
    }

    /** One core, 512 MiB, 64 processes, 30 seconds (spec 9.6). */
    public static Isol8Options defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Starts from the defaults. Not thread-safe. */
    public static final class Builder {

        private Duration timeout = Duration.ofSeconds(30);
        private ByteSize memoryLimit = ByteSize.memory("512m");
        private double cpuLimit = 1;
        private int pidsLimit = 64;
        private ByteSize sandboxSize = ByteSize.memory("512m");
        private ByteSize tmpSize = ByteSize.memory("256m");
        private int maxOutputSize = 1 << 20;
        private final Map<String, String> secrets = new LinkedHashMap<>();

        private Builder() {}

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /** @throws Isol8Exception if {@code size} is not a size (spec 13.4) */
        public Builder memoryLimit(String size) {
            this.memoryLimit = ByteSize.memory(size);
            return this;
        }

        /** Cores. */
        public Builder cpuLimit(double cpuLimit) {
            this.cpuLimit = cpuLimit;
            return this;
        }

        public Builder pidsLimit(int pidsLimit) {
            this.pidsLimit = pidsLimit;
            return this;
        }

        /** @throws Isol8Exception if {@code size} is not a size (spec 13.4) */
        public Builder sandboxSize(String size) {
            this.sandboxSize = ByteSize.of("sandboxSize", size);
            return this;
        }

        /** @throws Isol8Exception if {@code size} is not a size (spec 13.4) */
        public Builder tmpSize(String size) {
            this.tmpSize = ByteSize.of("tmpSize", size);
            return this;
        }

        /** Bytes of each output stream. */
        public Builder maxOutputSize(int maxOutputSize) {
            this.maxOutputSize = maxOutputSize;
            return this;
        }

        /** A variable whose value is masked wherever the program prints it. */
        public Builder secret(String name, String value) {
            secrets.put(name, value);
            return this;
        }

        /** @throws Isol8Exception with {@link ErrorCode#INVALID_REQUEST} naming the option and its bound */
        public Isol8Options build() {
            return new Isol8Options(
                    timeout, memoryLimit, cpuLimit, pidsLimit, sandboxSize, tmpSize, maxOutputSize, secrets);
        }
    }
}
