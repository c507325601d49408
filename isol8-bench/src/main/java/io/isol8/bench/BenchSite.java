package io.isol8.bench;

import io.isol8.domain.Threads;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A server on loopback that does next to nothing itself: {@code GET /N} is answered by so many bytes, {@code POST} by what
 * was sent, {@code PUT} by nothing once all has come. Connections are kept.
 */
final class BenchSite implements AutoCloseable {

    /** Programs that heed NO_PROXY ask the proxy for this address all the same. */
    static final String HOST = "127.0.0.2";

    private static final int BACKLOG = 500;
    private static final byte[] PIECE = new byte[64 << 10];

    private final ServerSocket server;

    BenchSite() throws IOException {
        server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0), BACKLOG);
        Threads.start("bench-site", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Threads.start("bench-site-connection", () -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String request = line(in);
            while (!request.isEmpty()) {
                answer(request, in, socket.getOutputStream());
                request = line(in);
            }
        } catch (IOException e) {
            // whoever asked has gone, which is for the one that measures to notice
        }
    }

    private static void answer(String request, InputStream in, OutputStream out) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length =
                        Integer.parseInt(lower.substring(lower.indexOf(':') + 1).strip());
            }
        }
        if (request.startsWith("POST")) {
            answer(in.readNBytes(length), out);
        } else if (request.startsWith("PUT")) {
            in.skipNBytes(length);
            answer(new byte[0], out);
        } else {
            answer(Long.parseLong(request.split("[ /]+", 3)[1]), out);
        }
    }

    private static void answer(long size, OutputStream out) throws IOException {
        if (size <= PIECE.length) {
            answer(Arrays.copyOf(PIECE, (int) size), out);
            return;
        }
        out.write(head(size));
        for (long left = size; left > 0; left -= PIECE.length) {
            out.write(PIECE, 0, (int) Math.min(left, PIECE.length));
        }
    }

    private static void answer(byte[] body, OutputStream out) throws IOException {
        byte[] head = head(body.length);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
    }

    private static byte[] head(long length) {
        return ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                if (line.length() > 0) {
                    throw new EOFException("the end of a line is missing");
                }
                return "";
            }
            line.append(b == '\r' ? "" : (char) b);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
