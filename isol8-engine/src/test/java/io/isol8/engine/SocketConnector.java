package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** The way out through this machine, for tests with servers on loopback. Thread-safe. */
public final class SocketConnector implements EgressConnector {

    @Override
    public List<InetAddress> resolve(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, "The host " + host + " has no address.", e);
        }
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(new InetSocketAddress(address, port), (int) Math.max(1, timeout.toMillis()));
            socket.setTcpNoDelay(true);
            return new SocketTunnel(socket);
        } catch (IOException e) {
            close(socket);
            throw new Isol8Exception(
                    ErrorCode.HOST_UNREACHABLE,
                    "Nobody takes connections at " + address.getHostAddress() + ", port " + port + ".",
                    e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a socket waits for nothing that could fail", e);
        }
    }

    /** One connection. */
    private static final class SocketTunnel implements Tunnel {

        private final Socket socket;
        private final InputStream input;
        private final OutputStream output;

        SocketTunnel(Socket socket) throws IOException {
            this.socket = socket;
            this.input = new FilterInputStream(socket.getInputStream()) {
                @Override
                public void close() {
                    // the other direction may go on
                }
            };
            this.output = new FilterOutputStream(socket.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    if (!socket.isClosed() && !socket.isOutputShutdown()) {
                        socket.shutdownOutput();
                    }
                }
            };
        }

        @Override
        public InputStream input() {
            return input;
        }

        @Override
        public OutputStream output() {
            return output;
        }

        @Override
        public void close() {
            SocketConnector.close(socket);
        }
    }
}
