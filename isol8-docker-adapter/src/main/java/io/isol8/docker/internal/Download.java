package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.OpenFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file on its way out of the sandbox. What waits here to be read is bounded by the credit that is given. */
final class Download extends FileChannel {

    private static final Logger log = LoggerFactory.getLogger(Download.class);

    /** How much may be under way or waiting. */
    private static final int WINDOW = 1 << 20;

    private static final int FILE_DATA = 3;
    private static final byte[] NOTHING = {};

    private final String path;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final Allowance allowance = new Allowance(WINDOW);
    private boolean closed;

    Download(SupervisorConnection connection, Semaphore places, String path, String failure) {
        super(connection, places, path, failure);
        this.path = path;
    }

    OpenFile open(long offset, long length) {
        open(
                FrameType.FILE_READ,
                new PayloadWriter()
                        .u64(offset)
                        .u64(length)
                        .u32(WINDOW)
                        .str(path)
                        .toBytes());
        lock.lock();
        try {
            await(this::isKnown);
            if (!isKnown()) {
                checkEnd();
            }
            return new OpenFile(attributes(), new Content());
        } catch (Isol8Exception e) {
            cancel();
            throw e;
        } catch (InterruptedException e) {
            cancel();
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    void part(Frame frame) throws ProtocolException {
        if (frame.type() != FrameType.FILE_DATA) {
            super.part(frame);
            return;
        }
        allowance.use(frame);
        if (!closed) {
            waiting.add(frame.payload());
        }
    }

    /** The next bytes, waiting for them; none at the end. */
    private byte[] next() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException(path + " is closed");
            }
            await(() -> !waiting.isEmpty());
            if (waiting.isEmpty()) {
                checkEnd();
            }
            return Objects.requireNonNullElse(waiting.poll(), NOTHING);
        } catch (Isol8Exception e) {
            throw new IOException(e.message(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + path);
        } finally {
            lock.unlock();
        }
    }

    /** What comes from now on is not kept. */
    private void cancel() {
        lock.lock();
        try {
            waiting.clear();
            if (!closed && !isOver()) {
                send(FrameType.FILE_CANCEL, NOTHING);
            }
        } catch (Isol8Exception e) {
            log.debug("Nothing to cancel: {}", e.getMessage());
        } finally {
            closed = true;
            lock.unlock();
        }
    }

    private final class Content extends PieceStream {

        private int owed;
        private boolean ended;

        @Override
        byte[] next() throws IOException {
            if (ended) {
                return NOTHING;
            }
            byte[] piece = Download.this.next();
            ended = piece.length == 0;
            giveBack(piece.length);
            return piece;
        }

        /** Credit for what was taken, not for every morsel. */
        private void giveBack(int bytes) throws IOException {
            owed += bytes;
            if (owed >= WINDOW / 4 && !isOver()) {
                allowance.giveBack(owed);
                try {
                    send(
                            FrameType.CREDIT,
                            new PayloadWriter().u8(FILE_DATA).u32(owed).toBytes());
                } catch (Isol8Exception e) {
                    throw new IOException(e.message(), e);
                }
                owed = 0;
            }
        }

        @Override
        public void close() {
            ended = true;
            drop();
            cancel();
        }
    }
}
