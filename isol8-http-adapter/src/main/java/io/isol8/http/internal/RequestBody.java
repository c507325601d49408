package io.isol8.http.internal;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * A request's body: ends with an error where it is longer than it may be (spec 2.6), does not come in time or breaks off.
 * For one thread.
 */
final class RequestBody extends FilterInputStream {

    /** It cannot be read, which is answered by this status and text. */
    static final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        private Unreadable(int status, String text) {
            super(text);
            this.status = status;
        }

        int status() {
            return status;
        }

        String text() {
            return String.valueOf(getMessage());
        }

        private static Unreadable tooLarge(long most) {
            return new Unreadable(413, "The body must not have more than " + most + " bytes.");
        }

        private static Unreadable of(Exception failure) {
            boolean late = failure.getCause() instanceof TimeoutException
                    || (failure instanceof HttpException refused && refused.getCode() == 408);
            return late
                    ? new Unreadable(408, "The request's body did not come in time.")
                    : new Unreadable(400, "The request could not be read to its end.");
        }
    }

    private final long most;
    private final IntConsumer kept;
    private long left;
    private @Nullable Unreadable failure;

    private RequestBody(InputStream in, long most, IntConsumer kept) {
        super(in);
        this.most = most;
        this.kept = kept;
        this.left = most;
    }

    /**
     * One that is kept in memory. Reading it fails with {@code BUSY} if there is no {@link BodyRoom} for it.
     *
     * @throws Unreadable at once if the request says that its body is too long
     */
    static RequestBody of(Context context, long most) throws Unreadable {
        if (context.req().getContentLengthLong() > most) {
            throw Unreadable.tooLarge(most);
        }
        return new RequestBody(context.bodyInputStream(), most, BodyRoom.of(context.req())::add);
    }

    /** As it comes, however long it is; it is passed on. */
    static RequestBody unbounded(Context context) {
        return new RequestBody(context.bodyInputStream(), Long.MAX_VALUE, count -> {});
    }

    /** Throws what kept the body from being read, if that is what happened, whatever a reader made of it. */
    void throwFailure() throws Unreadable {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read() throws Unreadable {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws Unreadable {
        throwFailure();
        try {
            int count = super.read(target, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw failed(Unreadable.tooLarge(most));
            }
            kept.accept(Math.max(0, count));
            return count;
        } catch (Unreadable e) {
            throw e;
        } catch (IOException | HttpException.RuntimeException e) {
            throw failed(Unreadable.of(e));
        }
    }

    private Unreadable failed(Unreadable reason) {
        failure = reason;
        return reason;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 64 * 1024)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
