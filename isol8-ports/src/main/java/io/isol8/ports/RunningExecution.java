package io.isol8.ports;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import java.time.Duration;
import java.util.Optional;

/**
 * An execution that is under way, told event by event.
 *
 * <p>Events that nobody takes are held back together with the program that causes them; a bounded part is in memory.
 * Events are for one thread; everything else may be called by any.
 *
 * <pre>{@code
 * try (RunningExecution running = isol8.executeStream(request)) {
 *     for (Optional<StreamEvent> event = running.next(); event.isPresent(); event = running.next()) {
 *         show(event.get());
 *     }
 * }
 * }</pre>
 */
public interface RunningExecution extends AutoCloseable {

    /**
     * The next event, waiting for it; empty after the last one, which is {@link StreamEvent.Exit}.
     *
     * @throws Isol8Exception if the program could not be run
     * @throws InterruptedException if the waiting thread was interrupted; the execution is not affected
     */
    Optional<StreamEvent> next() throws InterruptedException;

    /**
     * The next event if there is one within {@code patience}; empty also after the last one.
     *
     * @throws Isol8Exception if the program could not be run
     * @throws InterruptedException if the waiting thread was interrupted; the execution is not affected
     */
    Optional<StreamEvent> poll(Duration patience) throws InterruptedException;

    /** Whether the last event has been taken, or the execution failed. */
    boolean isOver();

    /**
     * The result without the output, waiting for the end. Events that were not taken yet are dropped.
     *
     * @throws Isol8Exception if the program could not be run
     * @throws InterruptedException if the waiting thread was interrupted; the execution is not affected
     */
    ExecutionResult result() throws InterruptedException;

    /**
     * Adds to the standard input of an interactive request's program, waiting until there is room. Before the program
     * has started this waits for it; what it does not read any more is dropped.
     *
     * @throws Isol8Exception if the request is not interactive
     * @throws InterruptedException if the waiting thread was interrupted; a part may have been written
     */
    void writeStdin(byte[] bytes) throws InterruptedException;

    /** The end of an interactive program's standard input. May be repeated. */
    void endStdin();

    /** Sends a signal to the program; nothing if it does not run yet, or any more. */
    void signal(Signal signal);

    /** Kills what runs, or keeps it from starting. The end is told as usual. */
    void cancel();

    /** {@link #cancel()}, and waits until everything that the execution used is given back. May be repeated. */
    @Override
    void close();
}
