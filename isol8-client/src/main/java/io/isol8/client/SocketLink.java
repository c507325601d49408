package io.isol8.client;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.wire.ClientMessage;
import io.isol8.wire.EventJson;
import io.isol8.wire.ExecuteMessage;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * An execution over a WebSocket (spec 6).
 *
 * <p>OkHttp reads each WebSocket on a thread of its own, which waits here while nobody takes the events: that is what
 * holds the program back. Pings go unanswered meanwhile; a server that insists on answers cannot be spoken to so.
 */
final class SocketLink extends WebSocketListener implements Link {

    /** Bytes; OkHttp sends no messages of more than 16 MiB. */
    static final long LONGEST_MESSAGE = 12L << 20;

    /** Bytes of standard input that may wait to be sent. */
    private static final long MOST_WAITING = 1 << 20;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final int NORMAL = 1000;

    private final RemoteExecution execution;
    private @Nullable WebSocket socket;
    private volatile boolean opened;

    private SocketLink(RemoteExecution execution) {
        this.execution = execution;
    }

    /** Sends the request, as soon as there is a connection. */
    static SocketLink open(ServerConnection server, ExecuteMessage message, RemoteExecution execution) {
        Request upgrade = server.request(server.url().at("execute", "ws")).build();
        SocketLink link = new SocketLink(execution);
        WebSocket socket = server.socket(upgrade, link);
        link.socket = socket;
        socket.send(new ClientMessage.Execute(message).toJson());
        return link;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        opened = true;
        execution.socketOpened();
    }

    /** What is no event is ignored (spec 27.4). */
    @Override
    public void onMessage(WebSocket webSocket, String text) {
        try {
            EventJson.read(text).ifPresent(execution::heard);
        } catch (Isol8Exception e) {
            execution.told(e);
        }
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        webSocket.close(NORMAL, null);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
        execution.finished("the server closed the connection (" + code + (reason.isEmpty() ? "" : " " + reason) + ")");
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
        if (!opened && response != null) {
            execution.socketRefused(Failures.refused(RemoteExecution.FAILED, response));
        } else if (!opened) {
            execution.socketRefused(Failures.broken(RemoteExecution.FAILED, asIo(failure)));
        } else if (failure instanceof SocketTimeoutException) {
            execution.silent();
        } else {
            execution.broken(asIo(failure));
        }
    }

    private static IOException asIo(Throwable failure) {
        return failure instanceof IOException problem ? problem : new IOException(failure);
    }

    @Override
    public void writeStdin(String text) throws InterruptedException {
        while (socket().queueSize() > MOST_WAITING && !execution.isEnded()) {
            execution.awaitEnd(LOOK_AGAIN);
        }
        if (!text.isEmpty()) {
            socket().send(new ClientMessage.Stdin(text, false).toJson());
        }
    }

    @Override
    public void endStdin(String rest) {
        socket().send(new ClientMessage.Stdin(rest, true).toJson());
    }

    @Override
    public void signal(Signal signal) {
        socket().send(new ClientMessage.SignalMessage(signal).toJson());
    }

    @Override
    public void abort() {
        socket().cancel();
    }

    private WebSocket socket() {
        WebSocket opening = socket;
        if (opening == null) {
            throw new IllegalStateException("it was not opened");
        }
        return opening;
    }
}
