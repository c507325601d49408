package io.isol8.ports;

import io.isol8.domain.Isol8Exception;

/**
 * One locked-down container and the supervisor in it. Thread-safe.
 *
 * <p>Every method fails with {@link Isol8Exception} code {@code SANDBOX_LOST} once the sandbox is dead.
 */
public interface Sandbox extends AutoCloseable {

    /** The full id of the container. */
    String id();

    /**
     * Starts a program as the sandbox's user and does not wait for it. One at a time: the end of a program is the end
     * of every process in the sandbox.
     */
    SandboxProcess spawn(ProcessSpec program);

    /**
     * Creates or replaces a file, parents included, as the sandbox's user (spec 17).
     *
     * @param path absolute, under /sandbox or /tmp
     * @param mode permission bits, e.g. {@code 0644} octal
     * @throws Isol8Exception with {@code FILE_FAILED}; no part of the file is left then
     */
    void writeFile(String path, int mode, byte[] content);

    /**
     * Ends every process, removes every trace of what ran and looks whether that worked (spec 18.5).
     *
     * @return whether the sandbox is as new. If not, or if it does not answer, it must be closed; this never throws.
     */
    boolean reset();

    /** Runs {@code action}, which must not block, once the sandbox is gone for whatever reason; at once if it is. */
    void whenGone(Runnable action);

    /** Destroys the sandbox and waits until the container is gone. May be repeated. */
    @Override
    void close();
}
