package io.isol8.domain;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

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

    private static final Isol8Options DEFAULTS = new Isol8Options(
            Duration.ofSeconds(30),
            ByteSize.memory("512m"),
            1,
            64,
            ByteSize.memory("512m"),
            ByteSize.memory("256m"),
            1 << 20,
            Map.of(),
            Mode.EPHEMERAL,
            Optional.empty(),
            true,
            false,
            SecurityOptions.STRICT,
            false,
            NetworkOptions.NONE);

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
        return DEFAULTS;
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return DEFAULTS.toBuilder();
    }

    /** A builder that starts from these instead of the defaults. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Starts from complete options. Not thread-safe. */
    public static final class Builder extends OptionsBuilder<Builder> {

        private final Isol8Options base;
        private SecurityOptions security;
        private NetworkOptions network;

        private Builder(Isol8Options base) {
            this.base = base;
            secrets.putAll(base.secrets);
            image = base.image;
            this.security = base.security;
            this.network = base.network;
        }

        @Override
        Builder self() {
            return this;
        }

        public Builder security(SecurityOptions security) {
            this.security = security;
            return this;
        }

        public Builder network(NetworkOptions network) {
            this.network = network;
            return this;
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
                    timeout.orElse(base.timeout),
                    memoryLimit.orElse(base.memoryLimit),
                    cpuLimit.orElse(base.cpuLimit),
                    pidsLimit.orElse(base.pidsLimit),
                    sandboxSize.orElse(base.sandboxSize),
                    tmpSize.orElse(base.tmpSize),
                    maxOutputSize.orElse(base.maxOutputSize),
                    secrets,
                    mode.orElse(base.mode),
                    image,
                    readonlyRootFs.orElse(base.readonlyRootFs),
                    persist.orElse(base.persist),
                    security,
                    debug.orElse(base.debug),
                    network);
        }
    }
}
