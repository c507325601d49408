package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.ProtocolException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much may still come on a stream: a window, and what of it was given back. What waits here to be read is bounded by it
 * whoever the other side is; a supervisor that somebody took over is no longer ours. Thread-safe.
 */
final class Allowance {

    private final AtomicLong left;

    Allowance(int window) {
        this.left = new AtomicLong(window);
    }

    /** Something has come. */
    void use(Frame frame) throws ProtocolException {
        int length = frame.payload().length;
        if (length == 0 || left.addAndGet(-length) < 0) {
            throw new ProtocolException("the supervisor sent " + frame.type() + " that it was not allowed to");
        }
    }

    /** To be called before the other side is told. */
    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
