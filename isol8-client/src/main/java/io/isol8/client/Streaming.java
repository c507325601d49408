package io.isol8.client;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Which way a client's streamed executions take: a WebSocket, unless the first one was refused and an event stream was
 * not (spec 27.4). Thread-safe.
 */
final class Streaming {

    private enum Way {
        UNTRIED,
        SOCKET,
        EVENT_STREAM
    }

    private final AtomicReference<Way> way = new AtomicReference<>(Way.UNTRIED);

    /** Whether a WebSocket is worth trying. */
    boolean bySocket() {
        return way.get() != Way.EVENT_STREAM;
    }

    /** Whether an event stream may do what a WebSocket did not. */
    boolean mayFallBack() {
        return way.get() != Way.SOCKET;
    }

    void socketWorked() {
        way.compareAndSet(Way.UNTRIED, Way.SOCKET);
    }

    void eventStreamWorkedInstead() {
        way.compareAndSet(Way.UNTRIED, Way.EVENT_STREAM);
    }
}
