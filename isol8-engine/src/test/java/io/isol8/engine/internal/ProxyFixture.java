package io.isol8.engine.internal;

import static org.awaitility.Awaitility.await;

import io.isol8.domain.Cidr;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.Threads;
import io.isol8.ports.SystemClock;
import io.isol8.ports.Tunnel;
import io.isol8.testkit.SocketTunnel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy that takes its connections on loopback, as the supervisor does in a sandbox, before a {@link FakeNetwork}. */
final class ProxyFixture implements AutoCloseable {

    /** Nothing is forbidden. */
    static final NetworkPolicy OPEN =
            new NetworkPolicy(List.of(), List.of(), List.of(new Cidr("0.0.0.0/0"), new Cidr("::/0")), ports());

    final FakeNetwork network = new FakeNetwork();
    final FilteringProxy proxy;
    private final ServerSocket listener;
    private final List<AutoCloseable> closed = new ArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger mostReaders = new AtomicInteger();
    private final AtomicInteger reading = new AtomicInteger();
    private volatile boolean closesLate;

    ProxyFixture(NetworkPolicy policy) {
        this(Rules.of(policy));
    }

    ProxyFixture(Rules rules) {
        proxy = new FilteringProxy(rules, network, SystemClock.INSTANCE);
        try {
            listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.start("test-listener", this::listen);
    }

    private static List<Integer> ports() {
        List<Integer> all = new ArrayList<>();
        for (int port = 1; port < 10_000; port++) {
            all.add(port);
        }
        return all;
    }

    static NetworkPolicy policy(List<String> whitelist, List<String> blacklist) {
        return NetworkPolicy.PUBLIC.withLists(Optional.of(whitelist), Optional.of(blacklist));
    }

    /** A server that ends with the fixture. */
    TestOrigin origin(TestOrigin origin) {
        closed.add(origin);
        return origin;
    }

    /** A host with a name and an address that run these servers at ports 80 and 443. */
    TestOrigin host(String name, String address, TestOrigin origin) {
        network.name(name, address).machine(address, 80, origin).machine(address, 443, origin);
        return origin(origin);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listener.accept();
                Threads.start("test-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            // it was closed
        }
    }

    private void serve(Socket socket) {
        try (Tunnel tunnel = new SocketTunnel(socket)) {
            proxy.accept(new WatchedTunnel(tunnel, new Readers(tunnel.input())));
        } catch (IOException e) {
            // it was closed
        } finally {
            served.incrementAndGet();
        }
    }

    /** From now on programs' connections are closed only when the proxy waits for more from one of them, or is done with it. */
    void closeLate() {
        closesLate = true;
    }

    /** How many connections are over. */
    int served() {
        return served.get();
    }

    /** How many threads of the proxy read from one program's connection at once, at most. */
    int mostReaders() {
        return mostReaders.get();
    }

    /** A program's connection. */
    ProgramConnection connect() throws IOException {
        ProgramConnection connection = new ProgramConnection(port());
        closed.add(connection);
        return connection;
    }

    NetworkLog log() {
        return proxy.log();
    }

    @Override
    public void close() throws Exception {
        proxy.close();
        listener.close();
        for (AutoCloseable one : closed) {
            one.close();
        }
    }

    /** What a connection brings, and how many read it at once. */
    private final class Readers extends InputStream {

        private final InputStream in;
        private final AtomicInteger now = new AtomicInteger();

        Readers(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            mostReaders.accumulateAndGet(now.incrementAndGet(), Math::max);
            reading.incrementAndGet();
            try {
                return in.read(target, offset, length);
            } finally {
                reading.decrementAndGet();
                now.decrementAndGet();
            }
        }
    }

    private final class WatchedTunnel implements Tunnel {

        private final Tunnel tunnel;
        private final InputStream input;
        private final AtomicInteger closers = new AtomicInteger();

        WatchedTunnel(Tunnel tunnel, InputStream input) {
            this.tunnel = tunnel;
            this.input = input;
        }

        @Override
        public InputStream input() {
            return input;
        }

        @Override
        public OutputStream output() {
            return tunnel.output();
        }

        @Override
        public void close() {
            if (closers.incrementAndGet() == 1 && closesLate) {
                await().until(() -> reading.get() > 0 || closers.get() > 1);
            }
            tunnel.close();
        }
    }
}
