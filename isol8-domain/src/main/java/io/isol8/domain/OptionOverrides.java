package io.isol8.domain;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The options that somebody chose, and only those: a client's request, a config file's defaults, the flags of a
 * command line (spec 9, 26.13). Immutable.
 *
 * <p>Bounds are checked when they are laid {@link #over(Isol8Options) over} complete options. Of the three walls each
 * is chosen by itself: asking for another container runtime leaves the seccomp profile alone.
 *
 * @param secrets variables that are added; those of the same name are replaced
 */
public record OptionOverrides(
        Optional<Duration> timeout,
        Optional<ByteSize> memoryLimit,
        Optional<Double> cpuLimit,
        Optional<Integer> pidsLimit,
        Optional<ByteSize> sandboxSize,
        Optional<ByteSize> tmpSize,
        Optional<Integer> maxOutputSize,
        Map<String, String> secrets,
        Optional<Mode> mode,
        Optional<String> image,
        Optional<Boolean> readonlyRootFs,
        Optional<Boolean> persist,
        Optional<Seccomp> seccomp,
        Optional<Path> customProfile,
        Optional<String> containerRuntime,
        Optional<Boolean> debug,
        NetworkOverrides network) {

    private static final OptionOverrides NONE = builder().build();

    public OptionOverrides {
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    /** Nothing was chosen. */
    public static OptionOverrides none() {
        return NONE;
    }

    /**
     * These options where they were chosen, {@code base} elsewhere.
     *
     * @throws Isol8Exception with {@link ErrorCode#INVALID_REQUEST} naming the option and its bound
     */
    public Isol8Options over(Isol8Options base) {
        return new Isol8Options(
                timeout.orElse(base.timeout()),
                memoryLimit.orElse(base.memoryLimit()),
                cpuLimit.orElse(base.cpuLimit()),
                pidsLimit.orElse(base.pidsLimit()),
                sandboxSize.orElse(base.sandboxSize()),
                tmpSize.orElse(base.tmpSize()),
                maxOutputSize.orElse(base.maxOutputSize()),
                secretsOver(base.secrets()),
                mode.orElse(base.mode()),
                image.or(base::image),
                readonlyRootFs.orElse(base.readonlyRootFs()),
                persist.orElse(base.persist()),
                over(base.security()),
                debug.orElse(base.debug()),
                network.over(base.network()));
    }

    private Map<String, String> secretsOver(Map<String, String> weaker) {
        Map<String, String> all = new LinkedHashMap<>(weaker);
        all.putAll(secrets);
        return all;
    }

    /** A profile of the base's goes away together with its {@code CUSTOM}. */
    private SecurityOptions over(SecurityOptions base) {
        Seccomp chosen = seccomp.orElse(base.seccomp());
        Optional<Path> inherited = chosen == Seccomp.CUSTOM ? base.customProfile() : Optional.empty();
        return new SecurityOptions(
                chosen, customProfile.or(() -> inherited), containerRuntime.or(base::containerRuntime));
    }

    /** These options where they were chosen, else the {@code weaker} ones. */
    public OptionOverrides over(OptionOverrides weaker) {
        return new OptionOverrides(
                timeout.or(weaker::timeout),
                memoryLimit.or(weaker::memoryLimit),
                cpuLimit.or(weaker::cpuLimit),
                pidsLimit.or(weaker::pidsLimit),
                sandboxSize.or(weaker::sandboxSize),
                tmpSize.or(weaker::tmpSize),
                maxOutputSize.or(weaker::maxOutputSize),
                secretsOver(weaker.secrets),
                mode.or(weaker::mode),
                image.or(weaker::image),
                readonlyRootFs.or(weaker::readonlyRootFs),
                persist.or(weaker::persist),
                seccomp.or(weaker::seccomp),
                customProfile.or(() -> inheritedProfile(weaker)),
                containerRuntime.or(weaker::containerRuntime),
                debug.or(weaker::debug),
                network.over(weaker.network));
    }

    private Optional<Path> inheritedProfile(OptionOverrides weaker) {
        boolean replaced = seccomp.filter(chosen -> chosen != Seccomp.CUSTOM).isPresent();
        return replaced ? Optional.empty() : weaker.customProfile;
    }

    /** What was chosen, without the secrets' values. */
    @Override
    public String toString() {
        Map<String, Object> chosen = new LinkedHashMap<>();
        timeout.ifPresent(noted(chosen, "timeout"));
        memoryLimit.ifPresent(noted(chosen, "memoryLimit"));
        cpuLimit.ifPresent(noted(chosen, "cpuLimit"));
        pidsLimit.ifPresent(noted(chosen, "pidsLimit"));
        sandboxSize.ifPresent(noted(chosen, "sandboxSize"));
        tmpSize.ifPresent(noted(chosen, "tmpSize"));
        maxOutputSize.ifPresent(noted(chosen, "maxOutputSize"));
        if (!secrets.isEmpty()) {
            chosen.put("secrets", secrets.keySet());
        }
        mode.ifPresent(noted(chosen, "mode"));
        image.ifPresent(noted(chosen, "image"));
        readonlyRootFs.ifPresent(noted(chosen, "readonlyRootFs"));
        persist.ifPresent(noted(chosen, "persist"));
        seccomp.ifPresent(noted(chosen, "seccomp"));
        customProfile.ifPresent(noted(chosen, "customProfile"));
        containerRuntime.ifPresent(noted(chosen, "containerRuntime"));
        debug.ifPresent(noted(chosen, "debug"));
        network.mode().ifPresent(noted(chosen, "network"));
        network.whitelist().ifPresent(noted(chosen, "whitelist"));
        network.blacklist().ifPresent(noted(chosen, "blacklist"));
        network.log().ifPresent(noted(chosen, "logNetwork"));
        return "OptionOverrides" + chosen;
    }

    private static Consumer<Object> noted(Map<String, Object> chosen, String name) {
        return value -> chosen.put(name, value);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Starts from nothing. Not thread-safe. */
    public static final class Builder extends OptionsBuilder<Builder> {

        private Optional<Seccomp> seccomp = Optional.empty();
        private Optional<Path> customProfile = Optional.empty();
        private Optional<String> containerRuntime = Optional.empty();
        private NetworkOverrides network = NetworkOverrides.NONE;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** All three walls, as far as {@code security} names them. */
        public Builder security(SecurityOptions security) {
            seccomp = Optional.of(security.seccomp());
            customProfile = security.customProfile();
            containerRuntime = security.containerRuntime();
            return this;
        }

        public Builder seccomp(Seccomp seccomp) {
            this.seccomp = Optional.of(seccomp);
            return this;
        }

        /** The profile of {@link Seccomp#CUSTOM}. */
        public Builder customProfile(Path file) {
            this.customProfile = Optional.of(file);
            return this;
        }

        public Builder containerRuntime(String name) {
            this.containerRuntime = Optional.of(name);
            return this;
        }

        public Builder network(NetworkMode mode) {
            return network(
                    new NetworkOverrides(Optional.of(mode), network.whitelist(), network.blacklist(), network.log()));
        }

        /** Hosts that may be reached, in place of those that may otherwise. */
        public Builder whitelist(List<String> patterns) {
            return network(
                    new NetworkOverrides(network.mode(), Optional.of(patterns), network.blacklist(), network.log()));
        }

        /** Hosts that may not be reached, in place of those that may not otherwise. */
        public Builder blacklist(List<String> patterns) {
            return network(
                    new NetworkOverrides(network.mode(), network.whitelist(), Optional.of(patterns), network.log()));
        }

        public Builder logNetwork(boolean log) {
            return network(
                    new NetworkOverrides(network.mode(), network.whitelist(), network.blacklist(), Optional.of(log)));
        }

        private Builder network(NetworkOverrides chosen) {
            network = chosen;
            return this;
        }

        public OptionOverrides build() {
            return new OptionOverrides(
                    timeout,
                    memoryLimit,
                    cpuLimit,
                    pidsLimit,
                    sandboxSize,
                    tmpSize,
                    maxOutputSize,
                    secrets,
                    mode,
                    image,
                    readonlyRootFs,
                    persist,
                    seccomp,
                    customProfile,
                    containerRuntime,
                    debug,
                    network);
        }
    }
}
