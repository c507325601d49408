package io.isol8.http.internal;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A request's body that ends with an error where it is longer than it may be (spec 2.6). For one thread. */
final class RequestBody extends FilterInputStream {

    /** It is longer. */
    static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        TooLarge(long most) {
            super("The body must not have more than " + most + " bytes.");
        }
    }

    private final long most;
    private long left;
    private @Nullable IOException failure;

    private RequestBody(InputStream in, long most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    /** @throws TooLarge at once if the request says that its body is */
    static RequestBody of(Context context, long most) throws TooLarge {
        if (context.req().getContentLengthLong() > most) {
            throw new TooLarge(most);
        }
        return new RequestBody(context.bodyInputStream(), most);
    }

    /** As it comes, however long it is. */
    static RequestBody unbounded(Context context) {
        return new RequestBody(context.bodyInputStream(), Long.MAX_VALUE);
    }

    /** Throws what kept the body from being read, if that is what happened, whatever a reader made of it. */
    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return counted(super.read(target, offset, length));
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private int counted(int count) throws TooLarge {
        left -= Math.max(0, count);
        if (left < 0) {
            throw new TooLarge(most);
        }
        return count;
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
