package io.isol8.testkit;

import io.isol8.ports.Tunnel;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Two tunnels in memory, each the other side of the other: what is written into one comes out of the other. Closing one is
 * the end of what the other one reads, after all that was written before. Thread-safe.
 */
public final class TunnelPair {

    private final Pipe there = new Pipe();
    private final Pipe back = new Pipe();
    private final Tunnel left = new End(back, there);
    private final Tunnel right = new End(there, back);

    public Tunnel left() {
        return left;
    }

    public Tunnel right() {
        return right;
    }

    /** As a connection that is reset: nothing goes either way any more. */
    public void breakOff() {
        there.fail("the connection broke");
        back.fail("the connection broke");
    }

    private static final class End implements Tunnel {

        private final Pipe incoming;
        private final Pipe outgoing;
        private final InputStream input;
        private final OutputStream output;

        End(Pipe incoming, Pipe outgoing) {
            this.incoming = incoming;
            this.outgoing = outgoing;
            this.input = incoming.reader();
            this.output = outgoing.writer();
        }

        @Override
        public InputStream input() {
            return input;
        }

        @Override
        public OutputStream output() {
            return output;
        }

        @Override
        public void close() {
            incoming.fail("the connection is closed");
            outgoing.end();
        }
    }
}
