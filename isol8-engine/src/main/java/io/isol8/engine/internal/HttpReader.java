package io.isol8.engine.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** HTTP messages from a stream, part by part and no sooner than they are wanted. For one thread at a time. */
final class HttpReader {

    private static final int LONGEST_LINE = 16 << 10;
    private static final int LONGEST_HEADERS = 64 << 10;

    private final InputStream in;
    private final HttpObjectDecoder decoder;
    private final EmbeddedChannel channel;
    private byte[] buffer = Buffers.first();
    private boolean ended;

    private HttpReader(InputStream in, HttpObjectDecoder decoder) {
        this.in = in;
        this.decoder = decoder;
        decoder.setSingleDecode(true);
        channel = channel();
        channel.pipeline().addLast(decoder);
    }

    /** One whose memory is that of the JVM. */
    static EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(new UnpooledByteBufAllocator(false, true));
        return channel;
    }

    /** What is understood by no other reader in another way, and nothing else. */
    static HttpDecoderConfig strict() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxChunkSize(Buffers.MOST)
                .setAllowDuplicateContentLengths(false)
                .setValidateHeaders(true)
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true);
    }

    static HttpReader ofRequests(InputStream in, HttpDecoderConfig parsing) {
        return new HttpReader(in, new HttpRequestDecoder(parsing));
    }

    /** @param bodiless whether responses have none, whatever they say: those to HEAD */
    static HttpReader ofResponses(InputStream in, HttpDecoderConfig parsing, boolean bodiless) {
        return new HttpReader(in, new HttpResponseDecoder(parsing) {
            @Override
            protected boolean isContentAlwaysEmpty(HttpMessage response) {
                return bodiless || super.isContentAlwaysEmpty(response);
            }
        });
    }

    /**
     * The next head of a message; what is left of the one before is skipped.
     *
     * @return null at the end of the stream
     * @throws MalformedException if it is none
     */
    @Nullable
    HttpMessage head() throws IOException {
        for (HttpObject part = next(); part != null; part = next()) {
            if (part instanceof HttpMessage head) {
                return head;
            }
        }
        return null;
    }

    /**
     * The next part of the body, {@link io.netty.handler.codec.http.LastHttpContent} being the last one.
     *
     * @throws IOException also if the stream ends before it
     * @throws MalformedException if it is none
     */
    HttpContent body() throws IOException {
        if (next() instanceof HttpContent part) {
            return part;
        }
        throw new IOException("The stream ended within a message.");
    }

    private @Nullable HttpObject next() throws IOException {
        while (true) {
            HttpObject part = channel.readInbound();
            if (part == null) {
                channel.writeInbound(Unpooled.EMPTY_BUFFER);
                part = channel.readInbound();
            }
            if (part != null) {
                if (part.decoderResult().isFailure()) {
                    throw new MalformedException(part.decoderResult().cause());
                }
                return part;
            }
            if (ended) {
                return null;
            }
            read();
        }
    }

    private void read() throws IOException {
        int count = in.read(buffer);
        if (count < 0) {
            ended = true;
            channel.finish();
        } else {
            channel.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
            buffer = Buffers.after(buffer, count);
        }
    }

    /** What was read beyond the last message; nothing else can be read here afterwards. */
    byte[] rest() {
        if (!ended) {
            channel.pipeline().remove(decoder);
        }
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        for (Object left = channel.readInbound(); left != null; left = channel.readInbound()) {
            if (left instanceof ByteBuf bytes) {
                rest.writeBytes(ByteBufUtil.getBytes(bytes));
            }
        }
        return rest.toByteArray();
    }

    /** What came is not HTTP, or could be read in more than one way. */
    static final class MalformedException extends IOException {

        private static final long serialVersionUID = 1L;

        MalformedException(@Nullable Throwable cause) {
            super("malformed HTTP: " + (cause == null ? "" : cause.getMessage()), cause);
        }
    }
}
