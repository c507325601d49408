package io.isol8.engine.internal;

import io.isol8.domain.HostName;
import io.isol8.domain.Isol8Exception;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tunnel begins with: whether it is TLS, and which server it asks for then (spec 19.5). For one thread. */
final class OpeningBytes {

    /** Ordinary ones have some hundreds of bytes. */
    private static final int LONGEST_HELLO = 64 << 10;

    private static final int HANDSHAKE = 22;
    private static final int FIRST_RECORD_TYPE = 20;
    private static final int LAST_RECORD_TYPE = 24;
    private static final int MAJOR_VERSION = 3;
    private static final int OLD_FORMAT = 0x80;
    private static final int OLD_HEADER = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER = 5;

    private byte[] bytes = new byte[1 << 10];
    private int length;
    private final Sniffer sniffer = new Sniffer();
    private @Nullable EmbeddedChannel channel;

    /** What it is. */
    enum Kind {
        /** More bytes are needed. */
        UNKNOWN,
        TLS,
        OTHER
    }

    void add(byte[] more, int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(more, 0, bytes, length, count);
        length += count;
    }

    /** All of them; they were kept so far. */
    byte[] held() {
        return Arrays.copyOf(bytes, length);
    }

    /** To be asked after each addition. */
    Kind kind() {
        if (length == 0) {
            return Kind.UNKNOWN;
        }
        int type = bytes[0] & 0xff;
        if (type >= OLD_FORMAT) {
            return kindOfOldFormat();
        }
        if (type < FIRST_RECORD_TYPE || type > LAST_RECORD_TYPE) {
            return Kind.OTHER;
        }
        if (length == 1) {
            return Kind.UNKNOWN;
        }
        if (bytes[1] != MAJOR_VERSION) {
            return Kind.OTHER;
        }
        return type == HANDSHAKE && length <= LONGEST_HELLO && !isRead() ? Kind.UNKNOWN : Kind.TLS;
    }

    /** Some servers still take the hello of SSL 2, which names no server. */
    private Kind kindOfOldFormat() {
        if (length < OLD_HEADER) {
            return Kind.UNKNOWN;
        }
        return bytes[2] == CLIENT_HELLO && bytes[3] <= MAJOR_VERSION && bytes[3] >= 0 ? Kind.TLS : Kind.OTHER;
    }

    private boolean isRead() {
        if (sniffer.done) {
            return true;
        }
        if (channel == null) {
            channel = HttpReader.channel();
            channel.pipeline().addLast(sniffer);
        }
        try {
            int end = endOfRecords();
            channel.writeInbound(Unpooled.copiedBuffer(bytes, sniffer.seen, end - sniffer.seen));
            sniffer.seen = end;
        } catch (DecoderException e) {
            sniffer.done = true;
        }
        return sniffer.done;
    }

    /** Netty takes a second record of which only the beginning is there for an unreadable one. */
    private int endOfRecords() {
        int end = sniffer.seen;
        while (length - end >= RECORD_HEADER) {
            int next = end + RECORD_HEADER + ((bytes[end + 3] & 0xff) << 8 | (bytes[end + 4] & 0xff));
            if (next > length) {
                break;
            }
            end = next;
        }
        return end;
    }

    /** The server that a TLS hello asks for; empty if it asks for none, or cannot be read. */
    Optional<String> serverName() {
        return Optional.ofNullable(sniffer.name);
    }

    /** Whether that is the host, which names none if it is an address (RFC 6066). */
    static boolean isFor(HostName host, Optional<String> serverName) {
        if (serverName.isEmpty()) {
            return host.literal().isPresent();
        }
        try {
            return HostName.of(serverName.get()).text().equals(host.text());
        } catch (Isol8Exception e) {
            return false;
        }
    }

    private static final class Sniffer extends AbstractSniHandler<Boolean> {

        private int seen;
        private boolean done;
        private @Nullable String name;

        Sniffer() {
            super(LONGEST_HELLO, 0);
        }

        @Override
        protected Future<Boolean> lookup(ChannelHandlerContext context, @Nullable String hostname) {
            done = true;
            name = hostname;
            return context.executor().newSucceededFuture(true);
        }

        @Override
        protected void onLookupComplete(ChannelHandlerContext context, String hostname, Future<Boolean> future) {
            // what follows is nobody's business
        }
    }
}
