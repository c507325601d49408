package io.isol8.docker.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into a hijacked connection: what is put here is read by the thread that feeds the socket. Arrays are kept as they are, so whoever puts one gives it away. Any thread may put; one reads.
 */
final class HijackedInput extends InputStream {

    private static final Logger log = LoggerFactory.getLogger(HijackedInput.class);
    private static final byte[] NOTHING = {};

    /** With so many bytes under way nobody puts more who can wait. */
    private static final int PLENTY = 256 * 1024;

    /** More than what all windows together allow: nobody reads. */
    private static final int TOO_MUCH = 16 << 20;

    private final long patienceNanos;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Queue<byte[]> parts = new ArrayDeque<>();
    private long held;
    private long taken;
    private boolean ended;
    private boolean adopted;

    /** Of the reading thread. */
    private byte[] current = NOTHING;

    private int at;

    /** @param patience how long nothing may be read while somebody waits for room */
    HijackedInput(Duration patience) {
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Puts the two, with nothing in between, without waiting.
     *
     * @throws IOException if nobody reads any more; nothing was put then
     */
    void put(byte[] head, byte[] body) throws IOException {
        lock.lock();
        try {
            add(head, body);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the two, with nothing in between, once there is room.
     *
     * @throws IOException if nobody reads any more; nothing was put then
     * @throws InterruptedException likewise
     */
    void putWhenRoom(byte[] head, byte[] body) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitRoom(head.length + body.length);
            add(head, body);
            if (held < PLENTY) {
                room.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom(int size) throws IOException, InterruptedException {
        long left = patienceNanos;
        long seen = taken;
        while (held > 0 && held + size > PLENTY && !ended) {
            if (taken != seen) {
                seen = taken;
                left = patienceNanos;
            }
            if (left <= 0) {
                throw new IOException("it does not read what it is sent");
            }
            left = room.awaitNanos(left);
        }
    }

    private void add(byte[] head, byte[] body) throws IOException {
        if (ended) {
            throw new IOException("the connection to the sandbox is closed");
        }
        if (held + head.length + body.length > TOO_MUCH) {
            throw new IOException("it does not read what it is sent");
        }
        parts.add(head);
        parts.add(body);
        held += head.length + body.length;
        arrived.signal();
    }

    /** No more bytes will come; what was put is still read. Putting fails from now on. */
    void end() {
        lock.lock();
        try {
            ended = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Waits for the first byte only. */
    @Override
    public int read(byte[] target, int offset, int length) {
        int count = 0;
        while (count < length && (at < current.length || next(count == 0))) {
            int n = Math.min(length - count, current.length - at);
            System.arraycopy(current, at, target, offset + count, n);
            at += n;
            count += n;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private boolean next(boolean wait) {
        lock.lock();
        try {
            adoptReader();
            while (parts.isEmpty() && wait && !ended) {
                arrived.awaitUninterruptibly();
            }
            byte[] part = parts.poll();
            current = part == null ? NOTHING : part;
            at = 0;
            held -= current.length;
            taken += current.length;
            room.signal();
            return part != null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The reading thread may be docker-java's own, which dies loudly when the other side is gone, which for us is the
     * ordinary end of a sandbox: whoever reads the connection's output learns of it.
     */
    private void adoptReader() {
        if (!adopted) {
            adopted = true;
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
                log.debug("The sandbox no longer reads: {}", failure.toString());
                end();
            });
        }
    }
}
