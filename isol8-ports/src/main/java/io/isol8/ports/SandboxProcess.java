package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
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
     * Kills everything that the program started, at once. The end is reported as usual. Nothing once the program ended.
     *
     * @throws Isol8Exception with {@code SANDBOX_LOST} if the sandbox is gone, and the program with it
     */
    void kill();
}
