package io.isol8.testkit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Threads;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Tunnel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An internet in memory: names with the addresses that a test gives them, and servers at addresses. Nothing leaves this
 * process. Thread-safe.
 *
 * <pre>{@code
 * internet.name("example.test", "203.0.113.7");
 * internet.serve("203.0.113.7", 80, tunnel -> ...);
 * }</pre>
 */
public final class InMemoryEgressConnector implements EgressConnector {

    private final InMemoryNames names = new InMemoryNames();
    private final Map<InetSocketAddress, EgressGate> servers = new ConcurrentHashMap<>();
    private final Queue<InetSocketAddress> connections = new ConcurrentLinkedQueue<>();
    private final Queue<String> questions = new ConcurrentLinkedQueue<>();

    /** From the next question on the name, in exactly this spelling, has these addresses. */
    public void name(String host, String... addresses) {
        names.name(host, addresses);
    }

    /** After one more question with the answer from before, the name has these addresses. */
    public void thenName(String host, String... addresses) {
        names.thenName(host, addresses);
    }

    /** Who takes connections to that address, each on a thread of its own; it is closed when that returns. */
    public void serve(String address, int port, EgressGate server) {
        servers.put(new InetSocketAddress(InMemoryNames.address(address), port), server);
    }

    /** Where connections were made to, in order, those included that nobody took. */
    public List<InetSocketAddress> connections() {
        return List.copyOf(connections);
    }

    /** The names that were asked for, in order. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public List<InetAddress> resolve(String host) {
        questions.add(host);
        return names.resolve(host);
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        InetSocketAddress target = new InetSocketAddress(address, port);
        connections.add(target);
        EgressGate server = servers.get(target);
        if (server == null) {
            throw new Isol8Exception(
                    ErrorCode.HOST_UNREACHABLE,
                    "Nobody takes connections at " + address.getHostAddress() + " port " + port + ".");
        }
        TunnelPair pair = new TunnelPair();
        Threads.start("server", () -> {
            try (Tunnel tunnel = pair.right()) {
                server.accept(tunnel);
            }
        });
        return pair.left();
    }
}
