package io.isol8.engine;

import io.isol8.domain.Termination;
import io.isol8.ports.ProcessExit;

/**
 * What a program's end means to whoever asked for it.
 *
 * @param exitCode as results report it
 */
record Ending(Termination termination, int exitCode) {

    private static final int SIGNAL_BASE = 128;
    private static final int SIGKILL = 9;
    private static final int KILLED = SIGNAL_BASE + SIGKILL;

    static final Ending TIMEOUT = new Ending(Termination.TIMEOUT, KILLED);
    static final Ending CANCELLED = new Ending(Termination.CANCELLED, KILLED);

    /** Reads the supervisor's report; a memory kill is never taken for a timeout (spec 15.6). */
    static Ending of(ProcessExit exit, boolean cancelled) {
        int exitCode = exit.signaled() ? SIGNAL_BASE + exit.status() : exit.status();
        if (exit.memoryKill() && exitCode == KILLED && !exit.deadlinePassed() && !exit.killed()) {
            return new Ending(Termination.OOM, KILLED);
        }
        if (exit.deadlinePassed()) {
            return TIMEOUT;
        }
        if (exit.killed() && cancelled) {
            return CANCELLED;
        }
        return new Ending(exit.signaled() ? Termination.SIGNALED : Termination.EXITED, exitCode);
    }
}
