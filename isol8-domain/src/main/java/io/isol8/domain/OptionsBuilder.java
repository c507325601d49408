package io.isol8.domain;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the builders of {@link Isol8Options} and of {@link OptionOverrides} have in common: the options that are chosen in
 * both in the same way. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class OptionsBuilder<B extends OptionsBuilder<B>>
        permits Isol8Options.Builder, OptionOverrides.Builder {

    Optional<Duration> timeout = Optional.empty();
    Optional<ByteSize> memoryLimit = Optional.empty();
    Optional<Double> cpuLimit = Optional.empty();
    Optional<Integer> pidsLimit = Optional.empty();
    Optional<ByteSize> sandboxSize = Optional.empty();
    Optional<ByteSize> tmpSize = Optional.empty();
    Optional<Integer> maxOutputSize = Optional.empty();
    final Map<String, String> secrets = new LinkedHashMap<>();
    Optional<Mode> mode = Optional.empty();
    Optional<String> image = Optional.empty();
    Optional<Boolean> readonlyRootFs = Optional.empty();
    Optional<Boolean> persist = Optional.empty();
    Optional<Boolean> debug = Optional.empty();

    OptionsBuilder() {}

    abstract B self();

    public B timeout(Duration timeout) {
        this.timeout = Optional.of(timeout);
        return self();
    }

    /** @throws Isol8Exception if {@code size} is not a size (spec 13.4) */
    public B memoryLimit(String size) {
        this.memoryLimit = Optional.of(ByteSize.memory(size));
        return self();
    }

    /** Cores. */
    public B cpuLimit(double cpuLimit) {
        this.cpuLimit = Optional.of(cpuLimit);
        return self();
    }

    public B pidsLimit(int pidsLimit) {
        this.pidsLimit = Optional.of(pidsLimit);
        return self();
    }

    /** @throws Isol8Exception if {@code size} is not a size (spec 13.4) */
    public B sandboxSize(String size) {
        this.sandboxSize = Optional.of(ByteSize.of("sandboxSize", size));
        return self();
    }

    /** @throws Isol8Exception if {@code size} is not a size (spec 13.4) */
    public B tmpSize(String size) {
        this.tmpSize = Optional.of(ByteSize.of("tmpSize", size));
        return self();
    }

    /** Bytes of each output stream. */
    public B maxOutputSize(int maxOutputSize) {
        this.maxOutputSize = Optional.of(maxOutputSize);
        return self();
    }

    /** A variable whose value is masked wherever the program prints it. */
    public B secret(String name, String value) {
        secrets.put(name, value);
        return self();
    }

    public B mode(Mode mode) {
        this.mode = Optional.of(mode);
        return self();
    }

    /** An image that the container engine has, or can pull, instead of the runtime's own. */
    public B image(@Nullable String image) {
        this.image = Optional.ofNullable(image);
        return self();
    }

    public B readonlyRootFs(boolean readonlyRootFs) {
        this.readonlyRootFs = Optional.of(readonlyRootFs);
        return self();
    }

    /** The sandbox is named in the result and stays until somebody removes it (spec 14). */
    public B persist(boolean persist) {
        this.persist = Optional.of(persist);
        return self();
    }

    public B debug(boolean debug) {
        this.debug = Optional.of(debug);
        return self();
    }
}
