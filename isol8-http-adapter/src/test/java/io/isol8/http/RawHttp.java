package io.isol8.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One connection, on which a test says byte by byte what it wants to. For one thread. */
final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    /** What a server answered. Header names are in lower case; the body is without its framing. */
    record Answer(int status, List<String> headers, byte[] bytes) {

        String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(start.length()))
                    .findFirst();
        }
    }

    private final Socket socket;

    RawHttp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole request with the right key. */
    RawHttp request(String method, String path, String body) {
        return send(head(method, path, body.getBytes(StandardCharsets.UTF_8).length) + body);
    }

    static String head(String method, String path, long length) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ServerFixture.KEY
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** The next answer. */
    Answer answer() {
        Answer head = head();
        try {
            if (head.header("transfer-encoding").isPresent()) {
                return new Answer(head.status, head.headers, chunks());
            }
            Optional<String> length = head.header("content-length");
            byte[] body = length.isPresent() ? exactly(Integer.parseInt(length.get())) : in().readAllBytes();
            return new Answer(head.status, head.headers, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer's status and headers. */
    Answer head() {
        try {
            String first = line();
            List<String> headers = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
            }
            return new Answer(Integer.parseInt(first.split(" ")[1]), headers, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
            body.writeBytes(chunk);
        }
        return body.toByteArray();
    }

    /** The next chunk of a body; empty at its end. The line end behind a chunk comes with the next one. */
    byte[] chunk() throws IOException {
        String length = line();
        byte[] chunk = exactly(Integer.parseInt(length.isEmpty() ? line() : length, 16));
        if (chunk.length == 0) {
            line();
        }
        return chunk;
    }

    byte[] exactly(int count) throws IOException {
        byte[] bytes = in().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the server closed the connection");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in().read(); b != '\n'; b = in().read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection after \"" + line + "\"");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Whether the server closes the connection, without having said anything else. */
    boolean isClosedByServer() {
        try {
            return in().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Says that nothing more will be sent. */
    void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes away without saying goodbye. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
