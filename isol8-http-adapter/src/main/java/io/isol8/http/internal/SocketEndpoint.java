package io.isol8.http.internal;

import io.isol8.http.Caller;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty tells about one WebSocket, one thing after the other. Public because Jetty calls it by reflection. */
public final class SocketEndpoint implements Session.Listener {

    private static final Logger log = LoggerFactory.getLogger(SocketEndpoint.class);

    private final Caller caller;
    private final Sockets sockets;
    private volatile @Nullable SocketConnection connection;

    SocketEndpoint(Caller caller, Sockets sockets) {
        this.caller = caller;
        this.sockets = sockets;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        connection = sockets.opened(session, caller);
        session.demand();
    }

    private void with(Consumer<SocketConnection> action) {
        Optional.ofNullable(connection).ifPresent(action);
    }

    @Override
    public void onWebSocketPartialText(String part, boolean last) {
        with(open -> open.received(part, last));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        with(SocketConnection::receivedBytes);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        log.debug("A connection failed: {}", cause.toString());
        with(sockets::gone);
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        with(sockets::gone);
        callback.succeed();
    }
}
