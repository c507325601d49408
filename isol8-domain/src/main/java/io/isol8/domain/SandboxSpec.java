package io.isol8.domain;

import java.util.Objects;
import java.util.Optional;

/**
 * Everything that shapes a sandbox (spec 13): two requests with equal specs can use the same one.
 *
 * @param runtime the runtime's name, for the label
 * @param image a reference that the container engine resolves
 * @param knowsLocalhost whether the image does without the file in which a container engine writes the sandbox's names
 * @param memory bytes
 * @param cpus cores
 * @param pids processes and threads, the supervisor included
 * @param sandboxSize bytes of /sandbox
 * @param tmpSize bytes of /tmp
 * @param readonlyRoot whether nothing but /sandbox and /tmp can be written
 * @param security the walls around it
 * @param zygote the interpreter of which one is kept started
 * @param session the session that it belongs to, for the label
 * @param lasting whether it goes on when nobody is connected to it any more
 * @param network what it can reach
 */
public record SandboxSpec(
        String runtime,
        String image,
        boolean knowsLocalhost,
        ByteSize memory,
        double cpus,
        int pids,
        ByteSize sandboxSize,
        ByteSize tmpSize,
        boolean readonlyRoot,
        SecurityOptions security,
        Optional<Zygote> zygote,
        Optional<String> session,
        boolean lasting,
        NetworkMode network) {

    /** Spelled out: the one that records get is made at run time, which costs a one-shot command 13 ms. */
    @Override
    public int hashCode() {
        return Objects.hash(runtime, image, memory.bytes(), cpus, pids, sandboxSize.bytes(), tmpSize.bytes());
    }

    /** A sandbox for ephemeral executions. */
    public static SandboxSpec of(LanguageRuntime runtime, SandboxImage image, Isol8Options options) {
        return new SandboxSpec(
                runtime.name(),
                image.reference(),
                image.knowsLocalhost(),
                options.memoryLimit(),
                options.cpuLimit(),
                options.pidsLimit(),
                options.sandboxSize(),
                options.tmpSize(),
                options.readonlyRootFs(),
                options.security(),
                runtime.zygote()
                        .filter(zygote -> image.zygotes()
                                && zygote.serves(options.network().mode())),
                Optional.empty(),
                options.persist(),
                options.network().mode());
    }

    /** The same for a session, which ends with the connection and whose programs have files of their own each. */
    public SandboxSpec forSession(String id) {
        return new SandboxSpec(
                runtime,
                image,
                knowsLocalhost,
                memory,
                cpus,
                pids,
                sandboxSize,
                tmpSize,
                readonlyRoot,
                security,
                Optional.empty(),
                Optional.of(id),
                false,
                network);
    }
}
