package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxSpec;

/** Makes sandboxes: the container engine, as far as isol8 uses it. Thread-safe. */
public interface ContainerRuntime extends AutoCloseable {

    /**
     * Makes sure that the container engine answers and is one that can be used.
     *
     * @throws Isol8Exception with {@code ENGINE_UNAVAILABLE} or {@code ENGINE_UNSUPPORTED}
     */
    void ping();

    /**
     * A new sandbox, up and answering. It dies with this process at the latest.
     *
     * @throws Isol8Exception e.g. {@code IMAGE_MISSING}, {@code OUT_OF_DISK}, {@code SANDBOX_LOST}; nothing is left
     *     behind then
     */
    Sandbox create(SandboxSpec spec);

    /** Destroys every sandbox made here that still lives, and waits until they are gone. */
    void destroyAll();

    /** {@link #destroyAll()}, and gives back what this object holds. Nothing can be made after it. */
    @Override
    void close();
}
