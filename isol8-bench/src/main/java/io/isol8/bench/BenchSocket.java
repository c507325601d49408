package io.isol8.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket of a client. For one thread. */
final class BenchSocket implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    BenchSocket(int port) {
        socket = HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + BenchServer.KEY)
                .buildAsync(URI.create("ws://localhost:" + port + "/execute/ws"), new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    void execute(String runtime, String code, boolean interactive) {
        text("{\"type\":\"execute\",\"request\":{\"runtime\":\"" + runtime + "\",\"code\":\"" + code
                + "\",\"interactive\":" + interactive + "}}");
    }

    void text(String message) {
        socket.sendText(message, true).join();
    }

    /** Takes the next message, which has to contain that. */
    void awaitMessage(String part) {
        try {
            String next = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null || !next.contains(part)) {
                throw new IllegalStateException(part + " was expected, not " + next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
