package io.isol8.http.internal;

import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

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

    private RequestBody(InputStream in, long most) {
        super(in);
        this.most = most;
        this.left = most;
    }

    /** @throws TooLarge at once if the request says that its body is */
    static InputStream of(Context context, long most) throws TooLarge {
        if (context.req().getContentLengthLong() > most) {
            throw new TooLarge(most);
        }
        return new RequestBody(context.bodyInputStream(), most);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return counted(super.read(target, offset, length));
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
