package io.isol8.ports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One two-way stream of bytes whose directions end one by one, as a TCP connection is. Reading and writing may be two
 * threads, one each; {@link #close} is for any.
 */
public interface Tunnel extends AutoCloseable {

    /**
     * What the other side sends. Reading waits; it yields the end of the stream when the other side is done sending, and
     * fails with {@link IOException} once the tunnel is closed or broken. Closing it does nothing.
     */
    InputStream input();

    /**
     * What goes to the other side. Writing waits while the other side does not take; it fails with {@link IOException} once
     * the other side takes no more, or the tunnel is closed or broken. Nothing is held back until a flush. Closing it says
     * that nothing more comes, and leaves the other direction alone.
     */
    OutputStream output();

    /**
     * Ends both directions at once, whatever is under way, and wakes whoever waits in them. What was written before still goes
     * its way, and then the other side sees the end; what comes from there is dropped. May be repeated.
     */
    @Override
    void close();
}
