package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.ErrorReply;
import io.isol8.docker.internal.protocol.FileInfo;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A channel of the supervisor from a request about files to its last reply. Until that has come it occupies one of
 * the places that the supervisor has for such requests, even if nobody waits for the reply any more.
 *
 * <p>Thread-safe as far as its two users, the asking and the reading thread, need it.
 */
class FileChannel implements SupervisorConnection.Channel {

    /** How long nothing may happen while somebody waits. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int NO_SUCH_FILE = 2;

    /** Held by whoever looks at, or changes, what the replies have told. */
    final ReentrantLock lock = new ReentrantLock();

    private final SupervisorConnection connection;
    private final Semaphore places;
    private final String path;
    private final String failure;
    private final Condition changed;
    private int channel;
    private long replies;
    private boolean over;
    private Optional<Isol8Exception> problem = Optional.empty();
    private Optional<FileAttributes> attributes = Optional.empty();

    /**
     * @param places of which one is taken by {@link #open}
     * @param path as the supervisor is going to be told
     * @param failure the beginning of an error's text, e.g. {@code Failed to write file a in container}
     */
    FileChannel(SupervisorConnection connection, Semaphore places, String path, String failure) {
        this.connection = connection;
        this.places = places;
        this.path = path;
        this.failure = failure;
        this.changed = lock.newCondition();
    }

    /** Sends the request once there is a place for it. */
    final void open(FrameType type, byte[] request) {
        connection.checkAlive();
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        channel = connection.newChannel(this);
        send(type, request);
    }

    final void send(FrameType type, byte[] payload) {
        connection.send(type, channel, payload);
    }

    final void sendInTime(FrameType type, byte[] payload) throws InterruptedException {
        connection.sendInTime(type, channel, payload);
    }

    @Override
    public final void received(Frame frame) throws ProtocolException {
        lock.lock();
        try {
            switch (frame.type()) {
                case FILE_DONE -> end();
                case ERROR -> {
                    Isol8Exception refusal = refusal(ErrorReply.decode(frame.payload()));
                    problem = Optional.of(refusal);
                    end();
                    refused(refusal);
                }
                case FILE_INFO -> attributes = Optional.of(attributes(FileInfo.decode(frame.payload())));
                default -> part(frame);
            }
            replies++;
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** A reply that is neither the last one nor the attributes of the file; the lock is held. */
    void part(Frame frame) throws ProtocolException {
        throw new ProtocolException("unexpected " + frame.type() + " about a file");
    }

    /** The supervisor does not do what it was asked for; the lock is held. */
    void refused(Isol8Exception refusal) {}

    @Override
    public final void lost(Isol8Exception reason) {
        lock.lock();
        try {
            problem = Optional.of(new Isol8Exception(reason.code(), failure + ": " + reason.message(), reason));
            end();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            connection.release(channel);
            places.release();
        }
    }

    private Isol8Exception refusal(ErrorReply reply) {
        ErrorCode code = reply.errno() == NO_SUCH_FILE ? ErrorCode.FILE_NOT_FOUND : ErrorCode.FILE_FAILED;
        int behind = reply.text().lastIndexOf(path + ": ");
        String reason = behind < 0 ? reply.text() : reply.text().substring(behind + path.length() + ": ".length());
        String status = reply.errno() == 0 ? "" : " (exit code " + reply.errno() + ")";
        return new Isol8Exception(code, failure + ": " + reason + status);
    }

    static FileAttributes attributes(FileInfo info) {
        FileKind kind = switch (info.kind()) {
            case 'f' -> FileKind.FILE;
            case 'd' -> FileKind.DIRECTORY;
            case 'l' -> FileKind.LINK;
            default -> FileKind.OTHER;
        };
        return new FileAttributes(kind, info.mode(), info.size(), Instant.ofEpochMilli(info.modifiedMillis()));
    }

    final boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the last reply, and fails if it is not the one that was hoped for. */
    final void awaitEnd() {
        lock.lock();
        try {
            await(() -> false);
            checkEnd();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** The same whether the thread is interrupted or not. */
    final void awaitEndUninterruptibly() {
        boolean interrupted = Thread.interrupted();
        lock.lock();
        try {
            while (!over) {
                interrupted |= awaitReply();
            }
            checkEnd();
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** @return whether there was an interrupt instead */
    private boolean awaitReply() {
        try {
            await(() -> false);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Waits until there is what is waited for, or the last reply; the lock is held. */
    final void await(BooleanSupplier condition) throws InterruptedException {
        long left = PATIENCE.toNanos();
        long seen = replies;
        while (!over && !condition.getAsBoolean()) {
            if (replies != seen) {
                seen = replies;
                left = PATIENCE.toNanos();
            }
            if (left <= 0) {
                throw new Isol8Exception(
                        ErrorCode.SANDBOX_LOST, failure + ": no answer within " + PATIENCE.toMillis() + " ms.");
            }
            left = changed.awaitNanos(left);
        }
    }

    /** Fails if the last reply was no good one; the lock is held. */
    final void checkEnd() {
        if (problem.isPresent()) {
            throw SupervisorConnection.again(problem.get());
        }
    }

    /** What the file is, once a reply has told. */
    final FileAttributes attributes() {
        return attributes.orElseThrow(() -> failed("the sandbox did not tell what it is"));
    }

    final boolean isKnown() {
        return attributes.isPresent();
    }

    final Isol8Exception failed(String reason) {
        return new Isol8Exception(ErrorCode.FILE_FAILED, failure + ": " + reason);
    }

    final Isol8Exception failed(String reason, Exception cause) {
        return new Isol8Exception(ErrorCode.FILE_FAILED, failure + ": " + reason, cause);
    }

    final Isol8Exception interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new Isol8Exception(ErrorCode.CANCELLED, failure + ": interrupted.", cause);
    }
}
