package io.isol8.app;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server on loopback that answers every request with its path. */
final class LoopbackSite implements AutoCloseable {

    /** Programs that heed NO_PROXY ask the proxy for this address all the same. */
    static final String HOST = "127.0.0.2";

    private final HttpServer server;

    private LoopbackSite(HttpServer server) {
        this.server = server;
    }

    static LoopbackSite open() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(HOST, 0), 0);
            server.createContext("/", exchange -> {
                byte[] path = exchange.getRequestURI().toString().getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, path.length);
                try (OutputStream body = exchange.getResponseBody()) {
                    body.write(path);
                }
            });
            server.start();
            return new LoopbackSite(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://" + HOST + ":" + server.getAddress().getPort() + path;
    }

    /** What a configuration says where a filter may let this through. */
    String section() {
        return "\"network\": {\"allowPrivate\": [\"" + HOST + "/32\"], \"allowedPorts\": [80, "
                + server.getAddress().getPort() + "]}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
