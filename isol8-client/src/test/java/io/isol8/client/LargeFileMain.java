package io.isol8.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.FileHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/** Sends a gigabyte to a server and takes it back, in a small heap. */
public final class LargeFileMain {

    static final long SIZE = 1L << 30;

    private LargeFileMain() {}

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", LargeFileMain::answer);
        server.start();
        try (RemoteIsol8 isol8 = RemoteIsol8.builder(
                        "http://localhost:" + server.getAddress().getPort(), "key")
                .sessionId("s")
                .build()) {
            isol8.files().write("large", SandboxFiles.READABLE, new Zeros(SIZE));
            try (OpenFile file = isol8.files().open("large")) {
                System.out.println(file.content().transferTo(OutputStream.nullOutputStream()));
            }
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            long received = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            if (exchange.getRequestMethod().equals("GET")) {
                FileHeaders.write(new FileAttributes(FileKind.FILE, 0644, SIZE, Instant.EPOCH))
                        .forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(200, SIZE);
                new Zeros(SIZE).transferTo(exchange.getResponseBody());
            } else if (exchange.getRequestMethod().equals("PUT")) {
                exchange.sendResponseHeaders(received == SIZE ? 200 : 400, -1);
            } else {
                exchange.sendResponseHeaders(200, -1);
            }
        }
    }

    /** So many of them. */
    private static final class Zeros extends InputStream {

        private long left;

        Zeros(long count) {
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = (int) Math.min(left, length);
            left -= count;
            return count == 0 ? -1 : count;
        }
    }
}
