package io.isol8.engine.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectEncoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** HTTP messages to a stream, part by part. For one thread at a time. */
final class HttpWriter {

    private final OutputStream out;
    private final EmbeddedChannel channel = HttpReader.channel();

    private HttpWriter(OutputStream out, HttpObjectEncoder<?> encoder) {
        this.out = out;
        channel.pipeline().addLast(encoder);
    }

    static HttpWriter ofRequests(OutputStream out) {
        return new HttpWriter(out, new HttpRequestEncoder());
    }

    /** @param bodiless whether responses have none, whatever they say: those to HEAD */
    static HttpWriter ofResponses(OutputStream out, boolean bodiless) {
        return new HttpWriter(out, new HttpResponseEncoder() {
            @Override
            protected boolean isContentAlwaysEmpty(HttpResponse response) {
                return bodiless || super.isContentAlwaysEmpty(response);
            }
        });
    }

    /** Writes these parts of messages at once. */
    void write(HttpObject... parts) throws IOException {
        for (HttpObject part : parts) {
            channel.writeOutbound(part);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf encoded = channel.readOutbound(); encoded != null; encoded = channel.readOutbound()) {
            encoded.readBytes(bytes, encoded.readableBytes());
            encoded.release();
        }
        if (bytes.size() > 0) {
            bytes.writeTo(out);
        }
    }
}
