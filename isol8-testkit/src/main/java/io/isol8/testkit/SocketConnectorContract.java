package io.isol8.testkit;

import io.isol8.ports.EgressGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;

/** What every way out through this machine's sockets does, to servers on its loopback interface. */
public abstract class SocketConnectorContract extends EgressConnectorContract {

    private final Queue<ServerSocket> servers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stopServers() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    @Override
    protected final InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    protected final int serve(EgressGate gate) {
        ServerSocket server = listener();
        servers.add(server);
        Thread thread = new Thread(() -> serveOne(server, gate));
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    private ServerSocket listener() {
        try {
            return new ServerSocket(0, 1, address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serveOne(ServerSocket server, EgressGate gate) {
        try (SocketTunnel accepted = new SocketTunnel(server.accept())) {
            gate.accept(accepted);
        } catch (IOException e) {
            // the test is over
        }
    }

    @Override
    protected final int unusedPort() {
        try (ServerSocket server = listener()) {
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
