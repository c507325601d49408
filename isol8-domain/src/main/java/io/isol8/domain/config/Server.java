package io.isol8.domain.config;

/**
 * Section {@code server}: what holds for {@code isol8 serve} alone. Immutable.
 *
 * @param maxBodySize bytes of a request's body (spec 2.6)
 */
public record Server(long maxBodySize) {

    /** Bytes of a body: up to a tebibyte. */
    public static final Bounds BODY_SIZE = new Bounds(1, 1L << 40);

    static final Server BUILT_IN = new Server(128L << 20);

    public Server {
        BODY_SIZE.check("server.maxBodySize", maxBodySize);
    }
}
