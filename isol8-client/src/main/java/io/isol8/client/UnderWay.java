package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The executions of one client that are not over, so that it can end them. Thread-safe. */
final class UnderWay {

    private final Set<Runnable> endings = new HashSet<>();
    private boolean stopped;

    /**
     * Lets one begin.
     *
     * @param ending ends it
     * @throws Isol8Exception with {@code CANCELLED} between {@link #stop()} and {@link #start()}
     */
    synchronized void add(Runnable ending) {
        if (stopped) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The client was stopped.");
        }
        endings.add(ending);
    }

    synchronized void remove(Runnable ending) {
        endings.remove(ending);
    }

    synchronized void start() {
        stopped = false;
    }

    /** Lets none begin any more, and ends those that have. */
    void stop() {
        List<Runnable> toEnd;
        synchronized (this) {
            stopped = true;
            toEnd = List.copyOf(endings);
        }
        toEnd.forEach(Runnable::run);
    }
}
