package io.isol8.http.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What Jetty tells about one WebSocket, one thing after the other. Public because Jetty calls it by reflection. */
public final class SocketEndpoint implements Session.Listener {

    private static final Logger log = LoggerFactory.getLogger(SocketEndpoint.class);

    private final Function<Session, SocketConnection> connector;
    private volatile @Nullable SocketConnection connection;

    /** @param connector is run when the connection is there */
    SocketEndpoint(Function<Session, SocketConnection> connector) {
        this.connector = connector;
    }

    @Override
    public void onWebSocketOpen(Session session) {
        connection = connector.apply(session);
        session.demand();
    }

    private void with(Consumer<SocketConnection> action) {
        Optional.ofNullable(connection).ifPresent(action);
    }

    @Override
    public void onWebSocketText(String message) {
        with(open -> open.received(message));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        callback.succeed();
        with(SocketConnection::receivedBytes);
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        log.debug("A connection failed: {}", cause.toString());
        with(SocketConnection::gone);
    }

    @Override
    public void onWebSocketClose(int statusCode, String reason, Callback callback) {
        with(SocketConnection::gone);
        callback.succeed();
    }
}
