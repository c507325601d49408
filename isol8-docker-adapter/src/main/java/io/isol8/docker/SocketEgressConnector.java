package io.isol8.docker;

import io.isol8.docker.internal.BuildContext;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The network of this machine: its resolver and its sockets, past any proxy that the JVM is told to use. Thread-safe. */
public final class SocketEgressConnector implements EgressConnector {

    /** For a name server, which gives up by itself much sooner. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Lookups lookups = new Lookups();
    private final Map<String, String> environment;

    /** One that knows of no certificates. */
    public SocketEgressConnector() {
        this(Map.of());
    }

    /** @param environment where {@code NODE_EXTRA_CA_CERTS} or {@code SSL_CERT_FILE} may name a file with certificates */
    public SocketEgressConnector(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public byte[] certificates() {
        return BuildContext.hostCertificates(environment);
    }

    @Override
    public List<InetAddress> resolve(String host) {
        try {
            return lookups.ask(host, PATIENCE).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " has no address.", e);
        } catch (TimeoutException e) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " was not found in time.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " is not wanted any more.", e);
        }
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        try {
            // A channel's, for it closes if its thread is interrupted while it connects.
            Socket socket = SocketChannel.open().socket();
            return connected(socket, new InetSocketAddress(address, port), timeout);
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.HOST_UNREACHABLE,
                    "Nobody takes connections at " + address.getHostAddress() + " port " + port + ": " + e.getMessage(),
                    e);
        }
    }

    private static Tunnel connected(Socket socket, InetSocketAddress to, Duration timeout) throws IOException {
        try {
            socket.connect(to, Math.toIntExact(timeout.toMillis()));
            socket.setTcpNoDelay(true);
            return new SocketTunnel(socket);
        } catch (IOException e) {
            SocketTunnel.close(socket);
            throw e;
        }
    }
}
