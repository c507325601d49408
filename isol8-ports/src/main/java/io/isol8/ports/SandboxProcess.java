package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Signal;
import java.time.Duration;
import java.util.Optional;

/**
 * A program that runs in a sandbox. What it writes is held back until it is taken: an untaken program stalls, it
 * never fills memory.
 *
 * <p>{@link #poll} is for one thread; the other methods may be called by any.
 */
public interface SandboxProcess {

    /**
     * The next thing that happened, waiting for it.
     *
     * @return empty if nothing happened within {@code patience}
     * @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox died, {@code START_FAILED} if the program could
     *     not be started
     * @throws InterruptedException if the waiting thread was interrupted; the program is not affected
     */
    Optional<ProcessEvent> poll(Duration patience) throws InterruptedException;

    /** From now on the stream is read, counted and thrown away inside the sandbox. Nothing once the program ended. */
    void discard(OutputChannel channel);

    /**
     * Adds to the standard input of a program that was started as interactive, waiting while it has read too little of
     * what came before. What it does not read any more is dropped.
     *
     * @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox is gone
     * @throws InterruptedException if the waiting thread was interrupted; a part may have been written
     */
    void writeStdin(byte[] bytes) throws InterruptedException;

    /** The end of an interactive program's standard input, once it has read what came before. May be repeated. */
    void endStdin();

    /** Sends a signal to the program's process group. Nothing once the program ended. */
    void signal(Signal signal);

    /**
     * Kills everything that the program started, at once. The end is reported as usual. Nothing once the program ended.
     *
     * @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox is gone, and the program with it
     */
    void kill();
}
