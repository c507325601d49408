package io.isol8.docker;

import io.isol8.docker.internal.BuildContext;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The network of this machine: its resolver and its sockets, past any proxy that the JVM is told to use. Thread-safe. */
public final class SocketEgressConnector implements EgressConnector {

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
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " has no address.", e);
        }
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
            socket.setTcpNoDelay(true);
            return new SocketTunnel(socket);
        } catch (IOException e) {
            SocketTunnel.close(socket);
            throw new Isol8Exception(
                    ErrorCode.HOST_UNREACHABLE,
                    "Nobody takes connections at " + address.getHostAddress() + " port " + port + ": " + e.getMessage(),
                    e);
        }
    }
}
