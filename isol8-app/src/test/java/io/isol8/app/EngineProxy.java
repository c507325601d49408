package io.isol8.app;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a program and the Docker engine, on a socket of its own: tells what was asked for, and holds a
 * request back for as long as a test likes. Thread-safe.
 */
final class EngineProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern REQUEST = Pattern.compile("^((?:GET|POST|PUT|HEAD|DELETE) \\S+) HTTP/1\\.1\r\n");
    private static final Pattern CREATION = Pattern.compile("^POST \\S*/containers/create\\?name=([\\w.-]+)$");
    private static final Path ENGINE = Path.of(System.getenv()
            .getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock")
            .substring("unix://".length()));

    private final Path directory;
    private final Path socket;
    private final ServerSocketChannel server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Optional<Hold> hold = Optional.empty();

    private record Hold(Pattern request, CountDownLatch reached, CountDownLatch released) {}

    private EngineProxy(Path directory) throws IOException {
        this.directory = directory;
        this.socket = directory.resolve("engine.sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        inBackground(this::accept);
    }

    static EngineProxy start() throws IOException {
        return new EngineProxy(Files.createTempDirectory("isol8-proxy"));
    }

    /** A value for DOCKER_HOST. */
    String host() {
        return "unix://" + socket;
    }

    /** The names of the containers that were asked for. */
    List<String> created() {
        List<String> names = new ArrayList<>();
        for (String request : requests) {
            Matcher creation = CREATION.matcher(request);
            if (creation.find()) {
                names.add(creation.group(1));
            }
        }
        return names;
    }

    /** Those of {@link #created} that are still there, running or not. */
    List<String> left() {
        return created().stream().filter(EngineProxy::exists).toList();
    }

    /** The next request of that kind is not passed on until {@link #release}. */
    void hold(String request) {
        hold = Optional.of(new Hold(Pattern.compile(request), new CountDownLatch(1), new CountDownLatch(1)));
    }

    void awaitHeld() {
        Hold held = hold.orElseThrow();
        await().atMost(PATIENCE).until(() -> held.reached().getCount() == 0);
    }

    void release() {
        hold.orElseThrow().released().countDown();
        hold = Optional.empty();
    }

    private void accept() throws IOException {
        while (server.isOpen()) {
            SocketChannel client = server.accept();
            SocketChannel engine = connect();
            inBackground(() -> pass(client, engine, true));
            inBackground(() -> pass(engine, client, false));
        }
    }

    private static SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(ENGINE));
    }

    private void pass(SocketChannel from, SocketChannel to, boolean requesting) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        while (from.read(bytes) >= 0) {
            bytes.flip();
            if (requesting) {
                heard(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
            }
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
            bytes.clear();
        }
        to.shutdownOutput();
    }

    /** A client sends a request only after the answer to the one before: it begins what is read. */
    private void heard(String sent) {
        Matcher request = REQUEST.matcher(sent);
        if (request.find()) {
            requests.add(request.group(1));
            hold.filter(waiting -> waiting.request().matcher(request.group(1)).find())
                    .ifPresent(EngineProxy::block);
        }
    }

    private static void block(Hold waiting) {
        waiting.reached().countDown();
        try {
            waiting.released().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean exists(String container) {
        try (SocketChannel engine = connect()) {
            engine.write(StandardCharsets.ISO_8859_1.encode(
                    "GET /containers/" + container + "/json HTTP/1.0\r\nHost: docker\r\n\r\n"));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer bytes = ByteBuffer.allocate(8192);
            while (engine.read(bytes) >= 0) {
                answer.write(bytes.array(), 0, bytes.position());
                bytes.clear();
            }
            return !answer.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.0 404");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Job {
        void run() throws IOException;
    }

    private static void inBackground(Job job) {
        Thread thread = new Thread(
                () -> {
                    try {
                        job.run();
                    } catch (IOException broken) {
                        // the business of whoever uses the connection
                    }
                },
                "engine-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory);
    }
}
