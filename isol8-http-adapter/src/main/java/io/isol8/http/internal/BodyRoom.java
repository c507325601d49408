package io.isol8.http.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the bodies of requests, and the messages of WebSockets, may have together: each has its part of it until it
 * is answered, besides a little that belongs to each, so that those who send much keep nobody else out. Thread-safe.
 */
final class BodyRoom implements Filter {

    /** Of each body this many bytes do not count. */
    static final int OWN = 1 << 20;

    private static final String SHARE = "isol8.body-room";

    private final AtomicLong left;

    /** @param bytes of all bodies together */
    BodyRoom(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** An eighth of the JVM's memory, for a body takes more of it while it is read; but one of the longest must fit. */
    static BodyRoom ofThisProcess(long longestBody) {
        long memory = Runtime.getRuntime().maxMemory();
        return new BodyRoom(Math.max(memory / 8, Math.min(longestBody, memory / 2)));
    }

    /** One request's part, or one connection's. Thread-safe. */
    final class Share implements AutoCloseable {

        private final long own;
        private long seen;
        private long taken;
        private boolean closed;

        private Share(long own) {
            this.own = own;
        }

        /**
         * So many bytes more are kept.
         *
         * @throws Isol8Exception with {@code BUSY} if there is no room for them
         */
        synchronized void add(int bytes) {
            long more = seen + bytes - own - taken;
            if (more > 0 && !closed) {
                take(more);
            }
            seen += bytes;
        }

        /** So many are not kept any more. */
        synchronized void remove(int bytes) {
            seen -= bytes;
            long needed = Math.max(0, seen - own);
            if (taken > needed) {
                left.addAndGet(taken - needed);
                taken = needed;
            }
        }

        private void take(long bytes) {
            if (left.addAndGet(-bytes) < 0) {
                left.addAndGet(bytes);
                throw new Isol8Exception(
                        ErrorCode.BUSY,
                        "The server has no room for bodies of this size: others have it already. Try again later.");
            }
            taken += bytes;
        }

        @Override
        public synchronized void close() {
            closed = true;
            left.addAndGet(taken);
            taken = 0;
        }
    }

    Share share() {
        return share(OWN);
    }

    /** @param own how many bytes do not count */
    Share share(int own) {
        return new Share(own);
    }

    /** The part of a request that has come by here. */
    static Share of(ServletRequest request) {
        if (request.getAttribute(SHARE) instanceof Share share) {
            return share;
        }
        throw new IllegalStateException("it has not come by here");
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (Share share = share()) {
            request.setAttribute(SHARE, share);
            chain.doFilter(request, response);
        }
    }
}
