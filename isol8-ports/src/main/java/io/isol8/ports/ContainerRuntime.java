package io.isol8.ports;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxSpec;
import java.util.List;

/** Makes sandboxes: the container engine, as far as isol8 uses it. Thread-safe. */
public interface ContainerRuntime extends AutoCloseable {

    /**
     * Makes sure that the container engine answers and is one that can be used.
     *
     * @throws Isol8Exception with {@code ENGINE_UNAVAILABLE} or {@code ENGINE_UNSUPPORTED}
     */
    void ping();

    /**
     * A new sandbox, up and answering. Unless it is lasting it dies with this process at the latest.
     *
     * @throws Isol8Exception e.g. {@code IMAGE_MISSING}, {@code OUT_OF_DISK}, {@code SANDBOX_LOST}, or
     *     {@code INVALID_REQUEST} for walls that the container engine does not have; nothing is left behind then
     */
    Sandbox create(SandboxSpec spec);

    /** What {@link #removeAll} would remove. */
    List<ManagedContainer> list();

    /**
     * Removes every sandbox on the container engine, whoever made it, those that were left and what a crash left half
     * made included (spec 25.1).
     */
    CleanupResult removeAll();

    /** Destroys every sandbox made here that still lives, and waits until they are gone. */
    void destroyAll();

    /** {@link #destroyAll()}, and gives back what this object holds. Nothing can be made after it. */
    @Override
    void close();
}
