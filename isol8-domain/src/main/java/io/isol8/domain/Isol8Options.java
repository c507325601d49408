package io.isol8.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
 * @param mode whether executions share a sandbox
 * @param image an image to run in instead of the runtime's own
 * @param readonlyRootFs whether nothing but /sandbox and /tmp can be written
 * @param persist whether an ephemeral execution leaves its sandbox running, for somebody to look into
 * @param security the walls around a sandbox
 * @param debug whether every execution is logged as information
 * @param network what a program can reach
 */
public record Isol8Options(
        Duration timeout,
        ByteSize memoryLimit,
        double cpuLimit,
        int pidsLimit,
        ByteSize sandboxSize,
        ByteSize tmpSize,
        int maxOutputSize,
        Map<String, String> secrets,
        Mode mode,
        Optional<String> image,
        boolean readonlyRootFs,
        boolean persist,
        SecurityOptions security,
        boolean debug,
        NetworkOptions network) {

    /** What an engine needs to start a container at all. */
    public static final ByteSize LEAST_MEMORY = ByteSize.memory("6m");

    /** Cores. */
    public static final double LEAST_CPU = 0.01;

    /** Cores. */
    public static final double MOST_CPU = 4096;

    /** What a reference to an image looks like. */
    public static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@-]{0,511}");

    private static final int LEAST_PIDS = 2;
    private static final int MOST_PIDS = 1 << 22;

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
        image.filter(name -> !IMAGE.matcher(name).matches()).ifPresent(name -> {
            throw Isol8Exception.invalid("Invalid image: \"" + Ascii.printable(name)
                    + "\". Use a reference such as \"debian:stable-slim\" or \"sha256:…\".");
        });
    }

    /** Without the secrets' values. */
    @Override
    public String toString() {
        return "Isol8Options[timeout=" + timeout + ", memoryLimit=" + memoryLimit + ", cpuLimit=" + cpuLimit
                + ", pidsLimit=" + pidsLimit + ", sandboxSize=" + sandboxSize + ", tmpSize=" + tmpSize
                + ", maxOutputSize=" + maxOutputSize + ", secrets=" + secrets.keySet() + ", mode=" + mode + ", image="
                + image + ", readonlyRootFs=" + readonlyRootFs + ", persist=" + persist + ", security=" + security
                + ", debug=" + debug + ", network=" + network + "]";
    }

    /** One core, 512 MiB, 64 processes, 30 seconds (spec 9.6). */
    public static Isol8Options defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these instead of the defaults. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.timeout = timeout;
        builder.memoryLimit = memoryLimit;
        builder.cpuLimit = cpuLimit;
        builder.pidsLimit = pidsLimit;
        builder.sandboxSize = sandboxSize;
        builder.tmpSize = tmpSize;
        builder.maxOutputSize = maxOutputSize;
        builder.secrets.putAll(secrets);
        builder.mode = mode;
        builder.image = image.orElse(null);
        builder.readonlyRootFs = readonlyRootFs;
        builder.persist = persist;
        builder.security = security;
        builder.debug = debug;
        builder.network = network;
        return builder;
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
        private Mode mode = Mode.EPHEMERAL;
        private @Nullable String image;
        private boolean readonlyRootFs = true;
        private boolean persist;
        private SecurityOptions security = SecurityOptions.STRICT;
        private boolean debug;
        private NetworkOptions network = NetworkOptions.NONE;

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

        public Builder mode(Mode mode) {
            this.mode = mode;
            return this;
        }

        /** An image that the container engine has, or can pull, instead of the runtime's own. */
        public Builder image(@Nullable String image) {
            this.image = image;
            return this;
        }

        public Builder readonlyRootFs(boolean readonlyRootFs) {
            this.readonlyRootFs = readonlyRootFs;
            return this;
        }

        /** The sandbox is named in the result and stays until somebody removes it (spec 14). */
        public Builder persist(boolean persist) {
            this.persist = persist;
            return this;
        }

        public Builder security(SecurityOptions security) {
            this.security = security;
            return this;
        }

        public Builder debug(boolean debug) {
            this.debug = debug;
            return this;
        }

        public Builder network(NetworkOptions network) {
            this.network = network;
            return this;
        }

        /** Changes what is chosen of it. Throws as {@link NetworkOverrides#over}. */
        Builder network(NetworkOverrides chosen) {
            return network(chosen.over(network));
        }

        /** What a program can reach. */
        public Builder network(NetworkMode mode) {
            return network(new NetworkOptions(mode, network.policy(), network.log()));
        }

        /** What a filtered network lets through. */
        public Builder networkPolicy(NetworkPolicy policy) {
            return network(new NetworkOptions(network.mode(), policy, network.log()));
        }

        /** Whether results list what programs asked of a filtered network. */
        public Builder logNetwork(boolean log) {
            return network(new NetworkOptions(network.mode(), network.policy(), log));
        }

        /** @throws Isol8Exception with {@link ErrorCode#INVALID_REQUEST} naming the option and its bound */
        public Isol8Options build() {
            return new Isol8Options(
                    timeout,
                    memoryLimit,
                    cpuLimit,
                    pidsLimit,
                    sandboxSize,
                    tmpSize,
                    maxOutputSize,
                    secrets,
                    mode,
                    Optional.ofNullable(image),
                    readonlyRootFs,
                    persist,
                    security,
                    debug,
                    network);
        }
    }
}
