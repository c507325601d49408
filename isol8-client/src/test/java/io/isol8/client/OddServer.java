package io.isol8.client;

import io.isol8.domain.ExecutionRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/** A server that answers each path as a test tells it to, and everything else with 404. */
final class OddServer implements AutoCloseable {

    static final String KEY = "some-key";
    static final String RESULT =
            "{\"stdout\":\"hi\",\"stderr\":\"\",\"exitCode\":0,\"durationMs\":1,\"truncated\":false}";
    static final String EXIT = "{\"type\":\"exit\",\"data\":\"0\",\"phase\":\"code\"}";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MockWebServer server = new MockWebServer();
    private final Map<String, Queue<MockResponse>> answers = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> missing = new ConcurrentHashMap<>();
    final Queue<RecordedRequest> requests = new ConcurrentLinkedQueue<>();

    OddServer() {
        this(Optional.empty());
    }

    /** @param tls what makes its connections secure */
    OddServer(Optional<SSLSocketFactory> tls) {
        tls.ifPresent(server::useHttps);
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                String path = request.getUrl().encodedPath();
                requests.add(request);
                awaitOthers(path);
                return answer(path);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitOthers(String path) throws InterruptedException {
        CountDownLatch others = missing.get(path);
        if (others != null) {
            others.countDown();
            others.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** That path is answered when so many have asked for it. */
    void answersWhenAskedBy(String path, int many) {
        missing.put(path, new CountDownLatch(many));
    }

    /** The next answer for that path; the last one stays. */
    private MockResponse answer(String path) {
        Queue<MockResponse> queue = answers.getOrDefault(path, new ConcurrentLinkedQueue<>());
        MockResponse next = queue.size() > 1 ? queue.poll() : queue.peek();
        return next == null ? status(404) : next;
    }

    void answers(String path, MockResponse... inTurn) {
        Queue<MockResponse> queue = new ConcurrentLinkedQueue<>();
        for (MockResponse answer : inTurn) {
            queue.add(answer);
        }
        answers.put(path, queue);
    }

    /** Streamed executions end like this over WebSocket. */
    void speaks(Conversation conversation) {
        answers("/execute/ws", socket(conversation));
    }

    /** Streamed executions go like this without one. */
    void streams(String body) {
        answers("/execute/stream", sse(body));
    }

    static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    static MockResponse reply(int code, String body) {
        return new MockResponse.Builder().code(code).body(body).build();
    }

    static MockResponse sse(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .chunkedBody(body, 1024)
                .build();
    }

    static MockResponse socket(Conversation conversation) {
        return new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        conversation.heard(socket, text);
                    }

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, null);
                    }
                })
                .build();
    }

    /** What a server does when it hears something. */
    @FunctionalInterface
    interface Conversation {
        void heard(WebSocket socket, String text);
    }

    /** Sends all of it and says goodbye. */
    static Conversation says(String... messages) {
        return (socket, text) -> {
            for (String message : messages) {
                socket.send(message);
            }
            socket.close(1000, "Execution complete");
        };
    }

    String url() {
        return server.url("/").toString();
    }

    RemoteIsol8.Builder client() {
        return RemoteIsol8.builder(url(), KEY).connectTimeout(Duration.ofSeconds(5));
    }

    static ExecutionRequest program() {
        return ExecutionRequest.builder("bash").code("x").build();
    }

    long requestsFor(String path) {
        return requests.stream()
                .filter(request -> request.getUrl().encodedPath().equals(path))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }
}
