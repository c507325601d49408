package io.isol8.http.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client goes on sending although it was answered already. If the connection was closed at once it would be reset,
 * and the answer lost with it; so a bounded part is read and thrown away first.
 */
final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final long MOST_BYTES = 16L << 20;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

    private Leftovers() {}

    /** The answer has been sent, and said that the connection will be closed. */
    static void discard(HttpServletRequest request) {
        if (request.getHeader("Expect") != null) {
            return;
        }
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .setIdleTimeout(LONGEST_SILENCE.toMillis());
        byte[] piece = new byte[8192];
        try {
            InputStream in = request.getInputStream();
            long left = MOST_BYTES;
            while (left > 0) {
                int count = in.read(piece);
                left = count < 0 ? 0 : left - count;
            }
        } catch (IOException | HttpException.RuntimeException e) {
            log.debug("Nothing more came: {}", e.toString());
        }
    }
}
