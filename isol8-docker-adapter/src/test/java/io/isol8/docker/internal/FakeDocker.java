package io.isol8.docker.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Something on loopback that answers as a Docker engine would, or as none should. */
final class FakeDocker implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    private FakeDocker(HttpServer server, String version, HttpHandler others) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            others.handle(exchange);
        });
        server.createContext("/_ping", exchange -> {
            exchange.getResponseHeaders().add("Api-Version", version);
            answer(exchange, 200, "OK");
        });
        server.start();
    }

    /** Says that its interface has that version. */
    static FakeDocker speaking(String version) {
        return answering(version, 404, "{\"message\":\"page not found\"}");
    }

    /** Answers everything but a ping in the same way. */
    static FakeDocker answering(int status, String body) {
        return answering("1.41", status, body);
    }

    private static FakeDocker answering(String version, int status, String body) {
        return new FakeDocker(plain(), version, exchange -> answer(exchange, status, body));
    }

    /** Answers by method and path below the version, e.g. {@code GET /info}, with a status and, behind a blank, a body. */
    static FakeDocker routing(Map<String, String> answers) {
        return routing(question -> answers.getOrDefault(question, "404 {\"message\":\"no\"}"));
    }

    /** The same with answers that need not stay the same. */
    static FakeDocker routing(UnaryOperator<String> answers) {
        return new FakeDocker(plain(), "1.41", exchange -> {
            String path = exchange.getRequestURI().getPath().replaceFirst("/v[0-9.]+", "");
            String answer = answers.apply(exchange.getRequestMethod() + " " + path);
            answer(
                    exchange,
                    Integer.parseInt(answer.substring(0, 3)),
                    answer.substring(3).strip());
        });
    }

    /** Leaves every request but a ping without an answer. */
    static FakeDocker silent() {
        CountDownLatch never = new CountDownLatch(1);
        return new FakeDocker(plain(), "1.41", exchange -> {
            try {
                never.await();
            } catch (InterruptedException closed) {
                exchange.close();
            }
        });
    }

    /** Promises more than it sends, and hangs up. */
    static FakeDocker breakingOff() {
        return new FakeDocker(plain(), "1.41", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"Id\":".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    /** Talks to those only whom {@code tls} trusts. */
    static FakeDocker secured(SSLContext tls) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters strict = getSSLContext().getDefaultSSLParameters();
                    strict.setNeedClientAuth(true);
                    parameters.setSSLParameters(strict);
                }
            });
            return new FakeDocker(server, "1.41", exchange -> answer(exchange, 404, "{}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer plain() {
        try {
            return HttpServer.create(loopback(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String address() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    DockerEndpoint endpoint() {
        return new DockerEndpoint(URI.create(address()), Optional.empty());
    }

    /** Method and path of everything that was asked for, pings apart. */
    Queue<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
