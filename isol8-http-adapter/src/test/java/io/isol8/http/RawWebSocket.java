package io.isol8.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket on which a test says frame by frame what it wants to. For one thread. */
final class RawWebSocket implements AutoCloseable {

    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;

    /** What came: a whole message or a control frame. */
    record Frame(int type, byte[] bytes) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        int status() {
            return ByteBuffer.wrap(bytes).getShort() & 0xffff;
        }

        String reason() {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
        }
    }

    private final RawHttp connection;

    /** Connects with the right key. */
    RawWebSocket(int port) {
        this(port, ServerFixture.KEY);
    }

    /** Connects with that key. */
    RawWebSocket(int port, String key) {
        connection = new RawHttp(port);
        connection.send(upgrade("/execute/ws", "Authorization: Bearer " + key + "\r\n"));
        RawHttp.Answer answer = connection.head();
        if (answer.status() != 101) {
            throw new IllegalStateException("no upgrade but " + answer);
        }
    }

    /** The request that asks for an upgrade. */
    static String upgrade(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n";
    }

    RawWebSocket text(String text) {
        return frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    RawWebSocket execute(String code) {
        return text("{\"type\":\"execute\",\"request\":{\"runtime\":\"bash\",\"code\":\"" + code + "\"}}");
    }

    /**
     * A frame as it is.
     *
     * @param first its first byte: the type, with 0x80 if it is the last one of its message
     */
    RawWebSocket frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        connection.send(bytes);
        return this;
    }

    RawWebSocket close(int status) {
        return frame(
                FINAL | CLOSE, ByteBuffer.allocate(2).putShort((short) status).array());
    }

    /** Bytes that may be no frame. */
    RawWebSocket bytes(byte[] bytes) {
        connection.send(bytes);
        return this;
    }

    /** The next message or control frame. */
    Frame next() {
        try {
            int type = connection.exactly(1)[0] & 0x0f;
            int length = connection.exactly(1)[0] & 0xff;
            if (length == 126) {
                length = ByteBuffer.wrap(connection.exactly(2)).getShort() & 0xffff;
            } else if (length == 127) {
                length = Math.toIntExact(ByteBuffer.wrap(connection.exactly(8)).getLong());
            }
            return new Frame(type, connection.exactly(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message, whatever pings come before. */
    String message() {
        Frame frame = next();
        while (frame.type() == PING) {
            frame = next();
        }
        if (frame.type() != TEXT) {
            throw new IllegalStateException("no message but " + frame + " " + frame.text());
        }
        return frame.text();
    }

    /** All messages up to the close frame, which comes last as {@code "1000 Execution complete"}. */
    List<String> rest() {
        List<String> rest = new ArrayList<>();
        Frame frame = next();
        while (frame.type() != CLOSE) {
            if (frame.type() == TEXT) {
                rest.add(frame.text());
            }
            frame = next();
        }
        rest.add(frame.status() + " " + frame.reason());
        return rest;
    }

    boolean isClosedByServer() {
        return connection.isClosedByServer();
    }

    void finish() {
        connection.finish();
    }

    void reset() {
        connection.reset();
    }

    @Override
    public void close() {
        connection.close();
    }
}
