package io.isol8.ports;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.StreamEvent;
import java.util.Collection;
import java.util.Optional;

/**
 * Runs programs that nobody should trust: the driving port (spec 1.3).
 *
 * <p>Thread-safe; calls block the thread they are made on. Interrupting that thread cancels its execution.
 */
public interface Isol8Engine extends AutoCloseable {

    /**
     * Makes sure that the engine can work: what it runs on answers. May be repeated; executing does not require it.
     *
     * @throws Isol8Exception if it cannot
     */
    void start();

    /**
     * Begins to make ready what the next executions of these runtimes need (spec 18.7): images, now, if they are missing;
     * sandboxes in the background, as many as are kept ready.
     *
     * @param runtimes their names
     * @throws Isol8Exception if there is no such runtime or no image for it
     */
    void prewarm(Collection<String> runtimes);

    /**
     * Cancels what runs, waits for it and removes every sandbox. May be repeated; until the next {@link #start()}
     * executions fail with {@link io.isol8.domain.ErrorCode#CANCELLED}.
     */
    void stop();

    /**
     * Runs a program to its end and collects its output.
     *
     * @throws Isol8Exception if it could not be run; how it ended is in the result
     */
    ExecutionResult execute(ExecutionRequest request);

    /**
     * Starts a program and tells what happens as it happens (spec 16.4). Returns at once: what keeps it from running is
     * told there, too.
     */
    RunningExecution executeStream(ExecutionRequest request);

    /**
     * Runs a program and hands over what happens, on this thread and in order, the last event being
     * {@link StreamEvent.Exit}. A slow sink slows the program down. A sink that throws ends the execution with that
     * exception. Nobody can write to the program, interactive or not.
     *
     * @return the result without the output
     * @throws Isol8Exception if it could not be run
     */
    default ExecutionResult execute(ExecutionRequest request, EventSink events) {
        boolean interrupted = false;
        try (RunningExecution running = executeStream(request.withInteractive(false))) {
            while (true) {
                try {
                    Optional<StreamEvent> event = running.next();
                    if (event.isEmpty()) {
                        return running.result();
                    }
                    events.accept(event.get());
                } catch (InterruptedException e) {
                    interrupted = true;
                    running.cancel();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The files of the sandbox that a persistent engine's executions share (spec 17).
     *
     * @return for as long as the engine lives; its methods fail with {@code NO_SANDBOX} while there is no sandbox
     */
    SandboxFiles files();

    /**
     * Writes a file for executions to come.
     *
     * @param path below /sandbox or /tmp; relative ones start at /sandbox
     * @throws Isol8Exception with {@code NO_SANDBOX} if nothing ran yet, or if the engine is not persistent; else as
     *     {@link SandboxFiles#write}
     */
    default void putFile(String path, byte[] content) {
        files().write(path, SandboxFiles.READABLE, content);
    }

    /**
     * Reads a file that an execution left.
     *
     * @throws Isol8Exception as {@link #putFile}; also for a file of more than 2 GiB, which {@link #files()} streams
     */
    default byte[] getFile(String path) {
        return files().read(path, Integer.MAX_VALUE - 8);
    }

    /** {@link #stop()}, for good. */
    @Override
    void close();
}
