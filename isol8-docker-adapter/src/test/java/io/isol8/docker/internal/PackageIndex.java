package io.isol8.docker.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An index of Python packages with tiny wheels in it. Containers reach it through Docker's bridge. */
final class PackageIndex implements AutoCloseable {

    /** Has pip wait for an answer that never comes. */
    static final String STUCK = "stuck";

    private static final String INDEX = "/simple/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private PackageIndex(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static PackageIndex start() {
        try {
            return on(HttpServer.create(new InetSocketAddress(0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Beside what the server offers already; starts it. */
    static PackageIndex on(HttpServer server) {
        return new PackageIndex(server);
    }

    /** What leads pip here. */
    Map<String, String> environment() {
        return Map.of(
                "PIP_INDEX_URL", "http://user:pass'word@" + host() + ":" + port() + INDEX, "PIP_TRUSTED_HOST", host());
    }

    /** The same as pip's file of settings. */
    String settings() {
        return "[global]\nindex-url = http://" + host() + ":" + port() + INDEX + "\ntrusted-host = " + host() + "\n";
    }

    /** Where it is, seen from this machine as from containers. */
    String host() {
        return TestDocker.API
                .get("/networks/bridge")
                .at("/IPAM/Config/0/Gateway")
                .asText();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Waits until somebody asks for what does not come. */
    void awaitAsked() throws InterruptedException {
        asked.await();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(INDEX + STUCK + "/")) {
            asked.countDown();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        } else if (path.startsWith(INDEX + "tiny-")) {
            String name = path.substring(INDEX.length(), path.length() - 1).replace('-', '_');
            send(exchange, "text/html", page(name).getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith(".whl")) {
            String[] parts = path.substring(1).split("-");
            send(exchange, "application/zip", wheel(parts[0], parts[1]));
        } else {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        }
    }

    private static String page(String name) {
        return "<!DOCTYPE html><html><body><a href=\"/" + name + "-1.0-py3-none-any.whl\">" + name
                + "-1.0-py3-none-any.whl</a> <a href=\"/" + name + "-2.0-py3-none-any.whl\">" + name
                + "-2.0-py3-none-any.whl</a></body></html>";
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] wheel(String name, String version) throws IOException {
        String info = name + "-" + version + ".dist-info/";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, name + ".py", "VERSION = '" + version + "'\n");
            add(zip, info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
            add(zip, info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
            add(
                    zip,
                    info + "RECORD",
                    name + ".py,,\n" + info + "METADATA,,\n" + info + "WHEEL,,\n" + info + "RECORD,,\n");
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String path, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(path));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
