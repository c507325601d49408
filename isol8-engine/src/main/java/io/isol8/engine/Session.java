package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SessionKey;
import io.isol8.ports.Clock;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SessionInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sandbox that the executions of a session share, one after the other in the order in which they came (spec 7).
 *
 * <p>Thread-safe; {@link #sandboxFor}, {@link #adopt} and {@link #discardSandbox} are for the visit
 * whose turn it is.
 */
final class Session {

    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final SessionKey key;
    private final Isol8Options options;
    private final Clock clock;
    private final FairGate turn;
    private final Set<Control> executions = new HashSet<>();
    private Instant lastAccessed;
    private final Set<String> installed = new HashSet<>();
    private boolean ended;
    private boolean removed;
    private String runtime = "";
    private SandboxImage image = SandboxImage.of("");
    private @Nullable Sandbox sandbox;

    /**
     * @param options of the session's first request: what shapes its sandbox
     * @param mostWaiting how many executions may wait for their turn
     */
    Session(SessionKey key, Isol8Options options, int mostWaiting, Clock clock) {
        this.key = key;
        this.options = options;
        this.clock = clock;
        this.turn = new FairGate(1, mostWaiting);
        this.lastAccessed = clock.now();
    }

    Isol8Options options() {
        return options;
    }

    /** An execution in this session, from its arrival until it is closed. */
    final class Visit implements AutoCloseable {

        private final Control execution;
        private final FairGate.Place place;

        private Visit(Control execution, FairGate.Place place) {
            this.execution = execution;
            this.place = place;
        }

        Session session() {
            return Session.this;
        }

        /**
         * As {@link FairGate.Place#awaitTurn}.
         *
         * @throws Isol8Exception also with {@code CANCELLED} if the session has ended meanwhile
         */
        void awaitTurn() throws InterruptedException {
            place.awaitTurn();
            checkNotEnded();
        }

        @Override
        public void close() {
            place.close();
            leave(execution);
        }
    }

    /**
     * An execution comes; empty if the session has ended and another one is needed.
     *
     * @throws Isol8Exception with {@code BUSY} if too many wait already
     */
    synchronized Optional<Visit> enter(Control execution) {
        if (ended) {
            return Optional.empty();
        }
        FairGate.Place place = turn.arrive(key.tenant(), 1);
        executions.add(execution);
        lastAccessed = clock.now();
        return Optional.of(new Visit(execution, place));
    }

    private synchronized void checkNotEnded() {
        if (ended) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The session ended.");
        }
    }

    private synchronized void leave(Control execution) {
        executions.remove(execution);
        lastAccessed = clock.now();
    }

    /**
     * The sandbox, if there is one.
     *
     * @throws Isol8Exception with {@code RUNTIME_SWITCH} if it belongs to another runtime (spec 7.4)
     */
    synchronized Optional<Sandbox> sandboxFor(String wanted) {
        if (sandbox != null && !runtime.equals(wanted)) {
            throw new Isol8Exception(
                    ErrorCode.RUNTIME_SWITCH,
                    "Cannot switch runtime from \"" + runtime + "\" to \"" + wanted
                            + "\". Each persistent container supports a single runtime. Create a new Isol8 instance"
                            + " for a different runtime.");
        }
        return Optional.ofNullable(sandbox);
    }

    /**
     * From now on this is its sandbox.
     *
     * @throws Isol8Exception with {@code CANCELLED} if the session was removed meanwhile; the sandbox is closed then
     */
    void adopt(String itsRuntime, SandboxImage itsImage, Sandbox made) {
        synchronized (this) {
            if (!removed) {
                runtime = itsRuntime;
                image = itsImage;
                installed.clear();
                sandbox = made;
                return;
            }
        }
        made.close();
        throw new Isol8Exception(ErrorCode.CANCELLED, "The session ended while its sandbox was made.");
    }

    /** What an execution that needs these packages finds in its sandbox. */
    synchronized Surroundings surroundings(Collection<String> packages) {
        return Surroundings.used(image, options.network(), List.copyOf(packages), installed);
    }

    /** These packages were installed in its sandbox, too. */
    synchronized void installed(Collection<String> packages) {
        installed.addAll(packages);
    }

    /** It is of no use any more; the next execution gets a new one. */
    void discardSandbox() {
        try {
            closeSandbox();
        } catch (Isol8Exception e) {
            log.warn("The sandbox of a session stays for now: {}", e.getMessage());
        }
    }

    private void closeSandbox() {
        Sandbox closed;
        synchronized (this) {
            closed = sandbox;
            sandbox = null;
        }
        if (closed != null) {
            closed.close();
        }
    }

    static Isol8Exception noSandbox() {
        return new Isol8Exception(
                ErrorCode.NO_SANDBOX, "No active container. Call execute() first in persistent mode.");
    }

    /** For moving files. */
    synchronized Sandbox touchedSandbox() {
        if (sandbox == null) {
            throw noSandbox();
        }
        lastAccessed = clock.now();
        return sandbox;
    }

    synchronized SessionInfo info() {
        return new SessionInfo(key, !executions.isEmpty(), lastAccessed);
    }

    /** Ends it if nothing executes or waits in it and it was last used longer ago than {@code age}. */
    synchronized boolean endIfIdle(Duration age) {
        if (ended || !executions.isEmpty() || !lastAccessed.plus(age).isBefore(clock.now())) {
            return false;
        }
        ended = true;
        return true;
    }

    /** Lets nobody in any more and cancels what is there. */
    void end() {
        Set<Control> cancelled;
        synchronized (this) {
            ended = true;
            cancelled = Set.copyOf(executions);
        }
        cancelled.forEach(Control::cancel);
    }

    /**
     * Removes the sandbox of a session that has ended, once nothing runs in it or {@code patience} is over.
     *
     * @throws Isol8Exception if the sandbox could not be removed
     */
    void remove(Duration patience) {
        turn.awaitEmpty(patience);
        synchronized (this) {
            removed = true;
        }
        closeSandbox();
    }
}
