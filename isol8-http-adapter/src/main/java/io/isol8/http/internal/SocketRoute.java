package io.isol8.http.internal;

import io.isol8.http.ServerSettings;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Executions over WebSocket (spec 6): who is connected. */
final class SocketRoute {

    private final ServerSettings settings;
    private final Orders orders;
    private final Map<String, SocketConnection> connections = new ConcurrentHashMap<>();

    SocketRoute(ServerSettings settings, Orders orders) {
        this.settings = settings;
        this.orders = orders;
    }

    void configure(WsConfig socket) {
        socket.onConnect(context -> connections.put(
                context.sessionId(),
                new SocketConnection(context.session, AuthFilter.caller(context), settings, orders)));
        socket.onMessage(context -> with(context, connection -> connection.received(context.message())));
        socket.onBinaryMessage(context -> with(context, SocketConnection::receivedBytes));
        socket.onClose(context -> gone(context));
        socket.onError(context -> gone(context));
    }

    private void with(WsContext context, Consumer<SocketConnection> action) {
        Optional.ofNullable(connections.get(context.sessionId())).ifPresent(action);
    }

    private void gone(WsContext context) {
        Optional.ofNullable(connections.remove(context.sessionId())).ifPresent(SocketConnection::gone);
    }
}
