package io.isol8.engine.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a program does with a connection to its proxy port. */
final class ProgramConnection implements AutoCloseable {

    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    final InputStream in;
    final OutputStream out;

    ProgramConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    ProgramConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    ProgramConnection send(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    ProgramConnection endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next head of an answer. */
    String head() throws IOException {
        return TestOrigin.head(in);
    }

    /** The next answer whose body has a Content-Length, or none. */
    String answer() throws IOException {
        String head = head();
        return head + new String(in.readNBytes(TestOrigin.contentLength(head)), StandardCharsets.ISO_8859_1);
    }

    /** Everything until the connection ends; what came before it broke, if it did. */
    String all() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (IOException e) {
            // it broke
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Opens a tunnel. */
    ProgramConnection tunnelTo(String target) throws IOException {
        send("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n");
        String head = head();
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("no tunnel: " + head);
        }
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
