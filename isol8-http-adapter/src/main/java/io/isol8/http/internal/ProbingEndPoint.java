package io.isol8.http.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that can be asked, while a request is being handled, whether its client has gone away: HTTP/1.1 itself
 * tells only when something is written, which for a buffered execution is too late (spec 6.10).
 *
 * <p>Asking means reading. What a client sent ahead, its next request, is kept for whoever reads next. Thread-safe.
 */
final class ProbingEndPoint extends SocketChannelEndPoint {

    private static final int AHEAD = 1024;

    private final Object lock = new Object();
    private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;

    ProbingEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /**
     * Whether the client has closed the connection, or at least its half of it. To be asked only between the end of a
     * request's body and the beginning of its answer's end: nobody else reads then.
     */
    boolean isGone() {
        synchronized (lock) {
            if (!isOpen()) {
                return true;
            }
            if (ahead.hasRemaining()) {
                return false;
            }
            ByteBuffer probe = BufferUtil.allocate(AHEAD);
            try {
                int count = super.fill(probe);
                ahead = probe;
                return count < 0;
            } catch (IOException e) {
                return true;
            }
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (lock) {
            if (!ahead.hasRemaining()) {
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
