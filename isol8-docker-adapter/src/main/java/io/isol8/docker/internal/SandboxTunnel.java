package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program's connection to the supervisor's port, as frames with its number. What waits here to be read is bounded by the
 * credit that the supervisor has, what waits there by its window.
 */
final class SandboxTunnel implements Tunnel {

    /** How much of what the program sends may be under way or waiting. */
    static final int WINDOW = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(SandboxTunnel.class);
    private static final byte[] NOTHING = {};

    private final Egress egress;
    private final int number;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> arrived = new ArrayDeque<>();
    private final Allowance allowance = new Allowance(WINDOW);
    private final InputStream input = new Incoming();
    private final OutputStream output = new Outgoing();
    private long window;
    private boolean received;
    private boolean sent;
    private boolean closed;

    /** Why nothing goes either way any more; empty while something could. */
    private String end = "";

    /** @param window how much may be sent before the first credit */
    SandboxTunnel(Egress egress, int number, long window) {
        this.egress = egress;
        this.number = number;
        this.window = window;
    }

    void received(Frame frame) throws ProtocolException {
        lock.lock();
        try {
            switch (frame.type()) {
                case EGRESS_RECEIVED -> {
                    allowance.use(frame);
                    arrived.add(frame.payload());
                }
                case EGRESS_DONE -> received = true;
                case EGRESS_CREDITED -> window += Egress.number(frame);
                case EGRESS_CLOSED -> {
                    end = "the program broke the connection";
                    egress.release(number);
                }
                default -> throw new ProtocolException("unexpected " + frame.type() + " for a connection");
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void lost(Isol8Exception reason) {
        lock.lock();
        try {
            end = reason.message();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                arrived.clear();
                egress.release(number);
                sayThatItIsOver(FrameType.EGRESS_CLOSE);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing if there is nobody to hear it. */
    private void sayThatItIsOver(FrameType type) {
        try {
            if (end.isEmpty()) {
                egress.send(type, number, NOTHING);
            }
        } catch (Isol8Exception e) {
            log.debug("A connection ended with its sandbox: {}", e.getMessage());
        }
    }

    private void awaitWhile(BooleanSupplier condition) throws IOException {
        try {
            while (condition.getAsBoolean()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while a connection waited");
    }

    private static IOException broken(String reason) {
        return new IOException(reason);
    }

    /** The next bytes, waiting for them; none at the end. */
    private byte[] next() throws IOException {
        lock.lock();
        try {
            awaitWhile(() -> arrived.isEmpty() && !received && !closed && end.isEmpty());
            if (closed) {
                throw broken("the connection is closed");
            }
            byte[] bytes = arrived.poll();
            if (bytes == null && !received) {
                throw broken(end);
            }
            return Objects.requireNonNullElse(bytes, NOTHING);
        } finally {
            lock.unlock();
        }
    }

    /** Credit for what was taken. */
    private void giveBack(int bytes) throws IOException {
        lock.lock();
        try {
            if (!received && !closed && end.isEmpty()) {
                allowance.giveBack(bytes);
                egress.send(
                        FrameType.EGRESS_CREDIT,
                        number,
                        new PayloadWriter().u32(bytes).toBytes());
            }
        } catch (Isol8Exception e) {
            throw broken(e.message());
        } finally {
            lock.unlock();
        }
    }

    /** Takes a part of the window, waiting for it. */
    private int reserve(int length) throws IOException {
        lock.lock();
        try {
            awaitWhile(() -> window == 0 && !sent && !closed && end.isEmpty());
            if (closed || sent) {
                throw broken("the connection is closed");
            }
            if (!end.isEmpty()) {
                throw broken(end);
            }
            int count = (int) Math.min(window, Math.min(length, Frame.MAX_DATA));
            window -= count;
            return count;
        } finally {
            lock.unlock();
        }
    }

    private final class Incoming extends PieceStream {

        private int owed;

        @Override
        byte[] next() throws IOException {
            byte[] piece = SandboxTunnel.this.next();
            owed += piece.length;
            if (owed >= WINDOW / 4) {
                giveBack(owed);
                owed = 0;
            }
            return piece;
        }
    }

    private final class Outgoing extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            for (int at = offset; at < offset + length; ) {
                int count = reserve(offset + length - at);
                send(Arrays.copyOfRange(bytes, at, at + count));
                at += count;
            }
        }

        private void send(byte[] piece) throws IOException {
            try {
                egress.sendInTime(FrameType.EGRESS_SEND, number, piece);
            } catch (InterruptedException e) {
                throw interrupted();
            } catch (Isol8Exception e) {
                throw broken(e.message());
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (!sent && !closed) {
                    sent = true;
                    sayThatItIsOver(FrameType.EGRESS_END);
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
