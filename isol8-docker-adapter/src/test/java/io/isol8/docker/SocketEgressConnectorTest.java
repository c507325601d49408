package io.isol8.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Tunnel;
import io.isol8.testkit.EgressConnectorContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On the loopback interface. */
class SocketEgressConnectorTest extends EgressConnectorContract {

    private final List<ServerSocket> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    @Override
    protected EgressConnector connector() {
        return new SocketEgressConnector();
    }

    @Override
    protected InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    protected int serve(EgressGate gate) {
        try {
            ServerSocket server = new ServerSocket(0, 1, address());
            servers.add(server);
            Thread thread = new Thread(() -> serveOne(server, gate));
            thread.setDaemon(true);
            thread.start();
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serveOne(ServerSocket server, EgressGate gate) {
        try (Accepted accepted = new Accepted(server.accept())) {
            gate.accept(accepted);
        } catch (IOException e) {
            // the test is over
        }
    }

    @Override
    protected int unusedPort() {
        try (ServerSocket server = new ServerSocket(0, 1, address())) {
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server whose queue is full hears of no more, and those who want to connect hear nothing. */
    @Test
    void whoWaitsForAConnectionAndIsInterruptedWaitsNoLonger() throws Exception {
        ServerSocket full = new ServerSocket(0, 1, address());
        servers.add(full);
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try (Tunnel tunnel = connector().connect(address(), full.getLocalPort(), Duration.ofMinutes(10))) {
                    tunnel.input().read();
                } catch (IOException | Isol8Exception e) {
                    // it was interrupted
                }
            });
            thread.setDaemon(true);
            thread.start();
            waiting.add(thread);
        }
        waiting.forEach(Thread::interrupt);
        await().until(() -> waiting.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void whoWaitsForANameAndIsInterruptedWaitsNoLonger() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> connector().resolve("localhost")).isInstanceOf(Isol8Exception.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The server's side, made without what is under test. */
    private record Accepted(Socket socket) implements Tunnel {

        @Override
        public InputStream input() {
            try {
                return socket.getInputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public OutputStream output() {
            try {
                OutputStream out = socket.getOutputStream();
                return new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        out.write(b);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        out.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                        socket.shutdownOutput();
                    }
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
