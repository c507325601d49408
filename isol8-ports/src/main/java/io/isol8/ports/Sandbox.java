package io.isol8.ports;

import io.isol8.domain.Isol8Exception;

/**
 * One locked-down container and the supervisor in it. Thread-safe.
 *
 * <p>Every method fails with {@link Isol8Exception} code {@code SANDBOX_LOST} once the sandbox is dead.
 */
public interface Sandbox extends AutoCloseable {

    /** Where programs connect out, on the loopback interface. */
    int EGRESS_PORT = 8118;

    /** So many connections out can be open at a time. */
    int EGRESS_CONNECTIONS = 256;

    /** The full id of the container. */
    String id();

    /**
     * Starts a program as the sandbox's user and does not wait for it. One at a time: unless
     * {@link ProcessSpec#keep()} is set, the end of a program is the end of every process in the sandbox.
     *
     * <p>If its file cannot be written, that fails as {@link SandboxFiles#write} does, here or when the first event is asked
     * for; if the program has been started without it, it has been killed by then.
     */
    SandboxProcess spawn(ProcessSpec program);

    /**
     * Its files. May be used while a program runs.
     */
    SandboxFiles files();

    /**
     * Lets what runs in here connect out, through {@code gate} alone (spec 19.1): from now until the next {@link #reset},
     * 127.0.0.1:{@value #EGRESS_PORT} takes connections, and each of them is handed to the gate. To be called before the first
     * process of the run that it is for; a run is what happens between two resets. Called again, further connections are the
     * new gate's, and those that exist stay with theirs. Not called since the last reset, nothing listens there and
     * connections are refused.
     *
     * <p>Up to {@value #EGRESS_CONNECTIONS} connections can be open at a time; further ones wait until one of them ends. The
     * reset breaks all of them. One that is slow holds up itself only.
     *
     * @throws Isol8Exception with {@code SANDBOX_LOST} also if the sandbox cannot do it
     */
    void openEgress(EgressGate gate);

    /**
     * Ends every process, removes every trace of what ran and looks whether that worked (spec 18.5).
     *
     * @return whether the sandbox is as new. If not, or if it does not answer, it must be closed; this never throws.
     */
    boolean reset();

    /** Runs {@code action}, which must not block, once the sandbox is gone for whatever reason; at once if it is. */
    void whenGone(Runnable action);

    /**
     * Lets go of a sandbox whose {@link io.isol8.domain.SandboxSpec#lasting()} is set: it and what runs in it stay when
     * everything else is closed. Nothing can be done with this object any more.
     */
    void leave();

    /** Destroys the sandbox and waits until the container is gone. May be repeated. */
    @Override
    void close();
}
