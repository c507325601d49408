package io.isol8.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection to a server, kept alive, on which a request costs next to nothing itself. For one thread. */
final class BenchClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 120_000;

    /** What was answered. */
    record Answer(int status, String body) {}

    private final String key;
    private final Socket socket;
    private final InputStream in;
    private boolean chunked;

    /** The end of a piece's last line comes with the next piece only, so it must not be waited for. */
    private boolean insidePieces;

    private int length;

    BenchClient(int port, String key) {
        this.key = key;
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of a request that runs a program. */
    static String program(String runtime, String code) {
        return "{\"request\":{\"runtime\":\"" + runtime + "\",\"code\":\"" + code + "\"}}";
    }

    /** The same in a session. */
    static String program(String runtime, String code, String session) {
        return program(runtime, code).replaceFirst("}$", ",\"sessionId\":\"" + session + "\"}");
    }

    Answer get(String path) {
        return ask("GET", path, key, "");
    }

    Answer post(String path, String body) {
        return ask("POST", path, key, body);
    }

    /** A whole request and its whole answer. */
    Answer ask(String method, String path, String withKey, String body) {
        try {
            int status = begin(method, path, withKey, body);
            return new Answer(status, new String(body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks and reads the head of the answer: the status. */
    int begin(String method, String path, String withKey, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + withKey
                + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
        chunked = false;
        insidePieces = false;
        length = 0;
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            }
        }
        return status;
    }

    /** The next piece of the body, empty at its end. */
    byte[] piece() throws IOException {
        if (chunked) {
            if (insidePieces) {
                line();
            }
            int size = Integer.parseInt(line(), 16);
            insidePieces = size > 0;
            byte[] piece = exactly(size);
            if (size == 0) {
                line();
            }
            return piece;
        }
        byte[] rest = exactly(length);
        length = 0;
        return rest;
    }

    byte[] body() throws IOException {
        StringBuilder body = new StringBuilder();
        for (byte[] piece = piece(); piece.length > 0; piece = piece()) {
            body.append(new String(piece, StandardCharsets.ISO_8859_1));
        }
        return body.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the answer broke off");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer broke off");
            }
            line.append((char) next);
        }
        return line.toString().strip();
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
