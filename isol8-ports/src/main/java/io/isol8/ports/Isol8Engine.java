package io.isol8.ports;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import java.util.Collection;

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
     * Runs a program and hands over what happens, on this thread and in order, the last event being
     * {@link io.isol8.domain.StreamEvent.Exit}. A slow sink slows the program down. A sink that throws ends the
     * execution with that exception.
     *
     * @return the result without the output
     * @throws Isol8Exception if it could not be run
     */
    ExecutionResult execute(ExecutionRequest request, EventSink events);

    /** {@link #stop()}, for good. */
    @Override
    void close();
}
