package io.isol8.docker.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into a hijacked connection: what is written to {@link #writer()} is read by the thread of docker-java that
 * feeds the socket. Holds a bounded number of bytes; writers wait for room.
 */
final class HijackedInput extends InputStream {

    private static final Logger log = LoggerFactory.getLogger(HijackedInput.class);
    private static final int CAPACITY = 256 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring = new byte[CAPACITY];
    private final Writer writer = new Writer();
    private int head;
    private int size;
    private boolean ended;
    private boolean adopted;

    OutputStream writer() {
        return writer;
    }

    /** No more bytes will come; what was written is still read. Writers fail from now on. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        lock.lock();
        try {
            adoptReader();
            while (size == 0 && !ended) {
                changed.awaitUninterruptibly();
            }
            if (size == 0) {
                return -1;
            }
            int count = Math.min(Math.min(length, size), CAPACITY - head);
            System.arraycopy(ring, head, target, offset, count);
            head = (head + count) % CAPACITY;
            size -= count;
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The reading thread is docker-java's own and dies loudly when the other side is gone, which for us is the
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

    private final class Writer extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int done = 0;
            lock.lock();
            try {
                while (done < length) {
                    while (size == CAPACITY && !ended) {
                        changed.awaitUninterruptibly();
                    }
                    if (ended) {
                        throw new IOException("the connection to the sandbox is closed");
                    }
                    int tail = (head + size) % CAPACITY;
                    int count = Math.min(Math.min(length - done, CAPACITY - size), CAPACITY - tail);
                    System.arraycopy(source, offset + done, ring, tail, count);
                    size += count;
                    done += count;
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
