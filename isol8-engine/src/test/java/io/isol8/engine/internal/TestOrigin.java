package io.isol8.engine.internal;

import io.isol8.domain.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on loopback that does what a test wants, and remembers every byte it got. */
final class TestOrigin implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    /** What it does with one connection. */
    interface Behaviour {
        void serve(InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();

    TestOrigin(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.start("test-origin", this::listen);
    }

    /** Answers each request on a connection with this, once its head has come and what Content-Length tells of. */
    static TestOrigin answering(String answer) {
        return new TestOrigin((in, out) -> {
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                in.readNBytes(head.contains("100-continue") ? 0 : contentLength(head));
                out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        });
    }

    /** Answers with 200 and a text. */
    static TestOrigin saying(String text) {
        return answering("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
    }

    /** Sends back what it gets. */
    static TestOrigin echo() {
        return new TestOrigin((in, out) -> in.transferTo(out));
    }

    /** The next head of a request, its empty line included; empty at the end. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** What the head says; 0 if it says nothing. */
    static int contentLength(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    int port() {
        return server.getLocalPort();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                Threads.start("test-origin-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            behaviour.serve(new Recorder(in), socket.getOutputStream());
        } catch (IOException e) {
            // the other side is gone
        } finally {
            open.remove(socket);
        }
    }

    /** Everything that came, on all connections. */
    String received() {
        synchronized (received) {
            return received.toString(StandardCharsets.ISO_8859_1);
        }
    }

    /** How many connections there ever were. */
    int connections() {
        return connections.get();
    }

    /** How many there are. */
    int open() {
        return open.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Recorder extends InputStream {

        private final InputStream in;

        Recorder(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                synchronized (received) {
                    received.write(bytes, offset, count);
                }
            }
            return count;
        }
    }
}
