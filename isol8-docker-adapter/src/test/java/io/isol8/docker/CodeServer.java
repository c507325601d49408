package io.isol8.docker;

import io.isol8.domain.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server on the loopback interface that answers every request alike, well or badly. */
final class CodeServer implements AutoCloseable {

    /** What is answered; throws when nobody listens any more. */
    @FunctionalInterface
    interface Reply {
        void to(OutputStream out) throws IOException;
    }

    private final ServerSocket socket;
    private final Reply reply;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    CodeServer(Reply reply) {
        this(ServerSocketFactory.getDefault(), reply);
    }

    CodeServer(ServerSocketFactory sockets, Reply reply) {
        this.reply = reply;
        try {
            this.socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.start("code-server", this::acceptAll);
    }

    /** Says what HTTP says before a content of that many bytes. */
    static void head(OutputStream out, String status, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        text(out, "HTTP/1.1 " + status + "\r\n" + lines + "\r\n");
    }

    static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                Threads.start("code-reply", () -> serve(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        open.incrementAndGet();
        try (accepted) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(accepted.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder head = new StringBuilder();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.append(line).append('\n');
            }
            requests.add(head.toString());
            reply.to(accepted.getOutputStream());
        } catch (IOException e) {
            // the client is gone
        } finally {
            open.decrementAndGet();
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The heads of the requests that came, line by line. */
    List<String> requests() {
        return requests;
    }

    /** Connections that are being answered. */
    int open() {
        return open.get();
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
