package io.isol8.client;

import io.isol8.wire.JsonBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that must not reach a server twice. OkHttp would send some requests again by itself, for example
 * when a pooled connection turns out to be stale; what comes in such a body leaves once or not at all.
 */
final class OneShotBody extends RequestBody {

    private static final int PIECE = 64 * 1024;

    private final Source content;
    private final long length;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable IOException contentFailure;

    private OneShotBody(Source content, long length) {
        this.content = content;
        this.length = length;
    }

    /** All of it in memory, so that a small one leaves together with its headers. */
    static OneShotBody json(JsonBody body) {
        Buffer buffer = new Buffer();
        try {
            body.writeTo(buffer.outputStream());
        } catch (IOException e) {
            throw new IllegalStateException("memory that cannot be written", e);
        }
        return new OneShotBody(buffer, buffer.size());
    }

    /** Whatever the stream yields, as it is sent; the stream is not closed. */
    static OneShotBody stream(InputStream content) {
        return new OneShotBody(Okio.source(content), -1);
    }

    static OneShotBody bytes(byte[] content) {
        return new OneShotBody(new Buffer().write(content), content.length);
    }

    /** Whether any of it may have left. If not, the server cannot have done what was asked of it. */
    boolean isStarted() {
        return started.get();
    }

    /** What kept the content from being read, which is not the server's fault. */
    Optional<IOException> contentFailure() {
        return Optional.ofNullable(contentFailure);
    }

    /** Told by a header of the request. */
    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        if (started.getAndSet(true)) {
            throw new IOException("the request was to be sent a second time");
        }
        Buffer piece = new Buffer();
        while (read(piece)) {
            sink.write(piece, piece.size());
        }
    }

    private boolean read(Buffer piece) throws IOException {
        try {
            return content.read(piece, PIECE) >= 0;
        } catch (IOException e) {
            contentFailure = e;
            throw e;
        }
    }
}
