package io.isol8.testkit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** The way to servers on this machine's loopback interface, where {@code localhost} is, and to nothing else. Thread-safe. */
public final class LoopbackConnector implements EgressConnector {

    @Override
    public List<InetAddress> resolve(String host) {
        if (!host.equals("localhost")) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " has no address.");
        }
        return List.of(InetAddress.getLoopbackAddress());
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        if (!address.isLoopbackAddress()) {
            throw unreachable(address, port, new IOException("it is not on this machine"));
        }
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(Math.max(1, timeout.toMillis())));
            socket.setTcpNoDelay(true);
            return new SocketTunnel(socket);
        } catch (IOException e) {
            close(socket);
            throw unreachable(address, port, e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a socket waits for nothing that could fail", e);
        }
    }

    private static Isol8Exception unreachable(InetAddress address, int port, IOException cause) {
        return new Isol8Exception(
                ErrorCode.HOST_UNREACHABLE,
                "Nobody takes connections at " + address.getHostAddress() + " port " + port + ".",
                cause);
    }
}
