package io.isol8.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything that shapes a sandbox (spec 13): two requests with equal specs can use the same one.
 *
 * @param runtime the runtime's name, for the label
 * @param image a reference that the container engine resolves
 * @param memory bytes
 * @param cpus cores
 * @param pids processes and threads, the supervisor included
 * @param sandboxSize bytes of /sandbox
 * @param tmpSize bytes of /tmp
 * @param zygote the interpreter of which one is kept started
 */
public record SandboxSpec(
        String runtime,
        String image,
        ByteSize memory,
        double cpus,
        int pids,
        ByteSize sandboxSize,
        ByteSize tmpSize,
        Optional<Zygote> zygote) {

    /** Spelled out: the one that records get is made at run time, which costs a one-shot command 13 ms. */
    @Override
    public int hashCode() {
        return Objects.hash(runtime, image, memory.bytes(), cpus, pids, sandboxSize.bytes(), tmpSize.bytes());
    }

    public static SandboxSpec of(LanguageRuntime runtime, String image, Isol8Options options) {
        return new SandboxSpec(
                runtime.name(),
                image,
                options.memoryLimit(),
                options.cpuLimit(),
                options.pidsLimit(),
                options.sandboxSize(),
                options.tmpSize(),
                runtime.zygote());
    }
}
