package io.isol8.engine.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Tunnel;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every connection of an execution, so that all can be ended at once. Thread-safe. */
final class OpenTunnels implements AutoCloseable {

    private final Set<Tunnel> open = new HashSet<>();
    private final Set<Thread> serving = new HashSet<>();
    private boolean closed;

    /**
     * Takes a connection in.
     *
     * @return the same, to be closed
     * @throws Isol8Exception with {@code CANCELLED} if all are closed already, and this one is now
     */
    Tunnel add(Tunnel tunnel) {
        synchronized (this) {
            if (!closed) {
                open.add(tunnel);
                return new Remembered(tunnel);
            }
        }
        tunnel.close();
        throw new Isol8Exception(ErrorCode.CANCELLED, "The execution is over.");
    }

    /** Until it is closed its thread serves a connection, and is interrupted if all are to end. */
    interface Served extends AutoCloseable {

        @Override
        void close();
    }

    /** This thread serves a connection, which it adds, from now on. */
    synchronized Served serve() {
        Thread thread = Thread.currentThread();
        serving.add(thread);
        return () -> served(thread);
    }

    private synchronized void served(Thread thread) {
        serving.remove(thread);
    }

    /** Ends them all; those that come later end at once. */
    @Override
    public void close() {
        List<Tunnel> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open);
            serving.forEach(Thread::interrupt);
        }
        all.forEach(Tunnel::close);
    }

    /** Whether they all end, or have ended. */
    synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void forget(Tunnel tunnel) {
        open.remove(tunnel);
    }

    private final class Remembered implements Tunnel {

        private final Tunnel real;

        Remembered(Tunnel real) {
            this.real = real;
        }

        @Override
        public InputStream input() {
            return real.input();
        }

        @Override
        public OutputStream output() {
            return real.output();
        }

        @Override
        public void close() {
            forget(real);
            real.close();
        }
    }
}
