package io.isol8.http.internal;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client goes on sending although it was refused already. If the connection was closed at once it would be reset,
 * and the answer lost with it; so what comes is read and thrown away first, for a bounded time and on no thread of its own.
 */
final class Leftovers implements ReadListener, AsyncListener {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);

    /** Bytes of a body that is mostly there already, which the server itself sees to. */
    private static final int SHORT = 16 * 1024;

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

    private final ServletInputStream in;
    private final AsyncContext request;
    private final byte[] piece = new byte[16 * 1024];

    private Leftovers(ServletInputStream in, AsyncContext request) {
        this.in = in;
        this.request = request;
    }

    /**
     * Sees to what is left of a request that has been handled, if it was refused.
     *
     * @param longest how long that may take
     */
    static void discard(HttpServletRequest request, HttpServletResponse response, Duration longest) throws IOException {
        boolean refused = response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
        boolean interrupted = hasMoreThan(response.isCommitted() ? 0 : SHORT, request);
        if (!refused || !interrupted || request.getHeader("Expect") != null) {
            return;
        }
        ServletInputStream in = request.getInputStream();
        if (in.isFinished()) {
            return;
        }
        if (!response.isCommitted()) {
            response.setHeader("Connection", "close");
        }
        response.getOutputStream().close();
        ProbingEndPoint.of(ServletContextRequest.getServletContextRequest(request))
                .setIdleTimeout(LONGEST_SILENCE.toMillis());
        AsyncContext async = request.startAsync();
        async.setTimeout(longest.toMillis());
        Leftovers leftovers = new Leftovers(in, async);
        async.addListener(leftovers);
        in.setReadListener(leftovers);
    }

    private static boolean hasMoreThan(int bytes, HttpServletRequest request) {
        return request.getContentLengthLong() > bytes || request.getHeader("Transfer-Encoding") != null;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady() && !in.isFinished()) {
            in.read(piece);
        }
    }

    @Override
    public void onAllDataRead() {
        request.complete();
    }

    @Override
    public void onError(Throwable failure) {
        log.debug("Nothing more came: {}", failure.toString());
        request.complete();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        request.complete();
    }

    @Override
    public void onError(AsyncEvent event) {
        request.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // nothing is held
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // it is started once
    }
}
