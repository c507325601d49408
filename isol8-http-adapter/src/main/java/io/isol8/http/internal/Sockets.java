package io.isol8.http.internal;

import io.isol8.http.Caller;
import io.isol8.http.ServerSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.websocket.api.Session;

/** The WebSockets that are open. Thread-safe. */
final class Sockets {

    private final ServerSettings settings;
    private final Orders orders;
    private final BodyRoom room;
    private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();

    Sockets(ServerSettings settings, Orders orders, BodyRoom room) {
        this.settings = settings;
        this.orders = orders;
        this.room = room;
    }

    SocketConnection opened(Session session, Caller caller) {
        SocketConnection connection = new SocketConnection(session, caller, settings, orders, room);
        open.add(connection);
        return connection;
    }

    void gone(SocketConnection connection) {
        open.remove(connection);
        connection.gone();
    }

    /** Says goodbye to everybody. */
    void close() {
        open.forEach(SocketConnection::leave);
    }
}
