package io.isol8.ports;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Executions and sessions for many callers, on one set of sandboxes: the driving port of a server (spec 18.9).
 *
 * <p>Thread-safe; calls block the thread they are made on. Interrupting that thread cancels its execution.
 */
public interface Isol8Service extends AutoCloseable {

    /** As {@link Isol8Engine#start()}. */
    void start();

    /**
     * Makes sure that what it runs on answers.
     *
     * @throws Isol8Exception if it does not
     */
    void ping();

    /** As {@link Isol8Engine#prewarm}, for a tenant's executions with these options. */
    void prewarm(String tenant, Isol8Options options, Collection<String> runtimes);

    /** As {@link Isol8Engine#stop()}; ends all sessions. */
    void stop();

    /**
     * As {@link Isol8Engine#execute(io.isol8.domain.ExecutionRequest)}.
     *
     * @throws Isol8Exception also with {@code BUSY} if too many wait already, {@code RUNTIME_SWITCH} if the session's
     *     sandbox belongs to another runtime
     */
    default ExecutionResult execute(ExecutionOrder order) {
        return execute(order, cancellation -> {});
    }

    /**
     * The same for whoever wants to be able to end it.
     *
     * @param grip is given, on this thread and before anything runs, what cancels the execution: for any thread, at any
     *     time. The end is told as usual
     */
    ExecutionResult execute(ExecutionOrder order, Consumer<Runnable> grip);

    /** As {@link Isol8Engine#executeStream}. */
    RunningExecution executeStream(ExecutionOrder order);

    /** Takes down that somebody wanted to have something executed and was refused (spec 21.7). */
    void refused(RefusedExecution refused);

    /**
     * The files of a session's sandbox.
     *
     * @return its methods fail with {@code NO_SANDBOX} while there is no such session or nothing has run in it
     */
    SandboxFiles files(SessionKey session);

    /** The session of that name, if there is one. */
    Optional<SessionInfo> session(SessionKey session);

    /** All sessions of all tenants, in no order. */
    List<SessionInfo> sessions();

    /**
     * Ends a session: cancels what executes in it and what waits to, and removes its sandbox (spec 7.8).
     *
     * @return whether there was one
     */
    boolean endSession(SessionKey session);

    /**
     * Ends the sessions in which nothing executes or waits and that were last used longer ago than {@code age} (spec 7.6).
     *
     * @return how many
     */
    int pruneSessions(Duration age);

    /** Ends all sessions, then removes every sandbox on the container engine, whoever made it (spec 4.9, 25.1). */
    Cleanup cleanup();

    /** Removes the images that isol8 made (spec 25.2). */
    CleanupResult cleanupImages();

    /**
     * What {@link #cleanup()} achieved.
     *
     * @param sessions that were ended
     * @param containers that were removed beyond those of the sessions
     */
    record Cleanup(CleanupResult sessions, CleanupResult containers) {}

    /** {@link #stop()}, for good. */
    @Override
    void close();
}
