package io.isol8.http.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that can be asked, while a request is being handled, whether its client has gone away: HTTP/1.1 itself
 * tells only when something is written, which for a buffered execution is too late (spec 6.10).
 *
 * <p>A client that has closed no more than its half of the connection counts as gone: from here both look the same, and
 * one that still wants its answer has no reason to.
 *
 * <p>Asking means reading. What a client sent ahead, its next request, is kept for whoever reads next; beyond 16 KiB of
 * it nothing more is read, and whether the client is there is seen when it is answered. Thread-safe.
 */
final class ProbingEndPoint extends SocketChannelEndPoint implements Presence.Connection {

    private static final int MOST_AHEAD = 16 * 1024;

    private final Object lock = new Object();

    /** Ready to be taken from; its capacity is what has been allocated so far. */
    private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;

    /** The one that a request came on. */
    static ProbingEndPoint of(Request request) {
        return (ProbingEndPoint) request.getConnectionMetaData().getConnection().getEndPoint();
    }

    ProbingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /**
     * Whether the client has closed the connection, or at least its half of it. To be asked only between the end of a
     * request's body and the end of its answer: nobody else reads then.
     */
    @Override
    public boolean isGone() {
        synchronized (lock) {
            if (!isOpen()) {
                return true;
            }
            try {
                return fillAhead() < 0;
            } catch (IOException e) {
                return true;
            }
        }
    }

    private int fillAhead() throws IOException {
        if (ahead.remaining() >= MOST_AHEAD) {
            return 0;
        }
        if (BufferUtil.space(ahead) == 0) {
            ByteBuffer larger = BufferUtil.allocate(Math.max(64, 4 * ahead.remaining()));
            BufferUtil.append(larger, ahead);
            ahead = larger;
        }
        return super.fill(ahead);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (lock) {
            if (!ahead.hasRemaining()) {
                ahead = BufferUtil.EMPTY_BUFFER;
                return super.fill(buffer);
            }
            int position = BufferUtil.flipToFill(buffer);
            try {
                return BufferUtil.put(ahead, buffer);
            } finally {
                BufferUtil.flipToFlush(buffer, position);
            }
        }
    }
}
