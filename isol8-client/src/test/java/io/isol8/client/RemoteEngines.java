package io.isol8.client;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.TestClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Engines on servers of their own. */
final class RemoteEngines implements AutoCloseable {

    final TestClock clock = new TestClock();
    private final boolean sockets;
    private final Queue<LiveServer> servers = new ConcurrentLinkedQueue<>();
    private final Queue<RemoteIsol8> clients = new ConcurrentLinkedQueue<>();

    private RemoteEngines(boolean sockets) {
        this.sockets = sockets;
    }

    /** Whose streams are WebSockets. */
    static RemoteEngines bySocket() {
        return new RemoteEngines(true);
    }

    /** Whose streams are event streams, for WebSockets do not get through. */
    static RemoteEngines byEventStream() {
        return new RemoteEngines(false);
    }

    Isol8Engine engine(Isol8Options options) {
        LiveServer server = new LiveServer(clock);
        servers.add(server);
        RemoteIsol8.Builder client = server.client().options(LiveServer.chosen(options));
        if (options.mode() == Mode.PERSISTENT) {
            client.sessionId("some session");
        }
        RemoteIsol8 engine = (sockets ? client : client.okHttp(LiveServer.withoutSockets())).build();
        clients.add(engine);
        return engine;
    }

    @Override
    public void close() {
        clients.forEach(RemoteIsol8::close);
        servers.forEach(LiveServer::close);
    }
}
