package io.isol8.engine.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import io.isol8.testkit.InMemoryNames;
import io.isol8.testkit.LoopbackConnector;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A network of names and addresses whose machines are test servers on loopback; nothing leaves this machine. */
final class FakeNetwork implements EgressConnector {

    private final EgressConnector loopback = new LoopbackConnector();
    private final InMemoryNames names = new InMemoryNames();
    private final Map<String, TestOrigin> machines = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    final ConcurrentLinkedQueue<String> lookups = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> connections = new ConcurrentLinkedQueue<>();

    /** From now on nothing is heard of this name, or of this address. */
    FakeNetwork silent(String nameOrAddress) {
        silent.add(nameOrAddress);
        return this;
    }

    /** How many wait in vain. */
    int waiting() {
        return waiting.get();
    }

    private void answer(String nameOrAddress) {
        if (!silent.contains(nameOrAddress)) {
            return;
        }
        waiting.incrementAndGet();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, "Nobody waits any more.", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** From now on the name has these addresses. */
    FakeNetwork name(String name, String... addresses) {
        names.name(name, addresses);
        return this;
    }

    /** After one more lookup with the answer from before, the name has these addresses. */
    FakeNetwork then(String name, String... addresses) {
        names.thenName(name, addresses);
        return this;
    }

    /** Whoever connects to this address and port gets to this server. */
    FakeNetwork machine(String address, int port, TestOrigin origin) {
        machines.put(key(InMemoryNames.address(address), port), origin);
        return this;
    }

    private static String key(InetAddress address, int port) {
        return address.getHostAddress() + " " + port;
    }

    @Override
    public List<InetAddress> resolve(String host) {
        lookups.add(host);
        answer(host);
        return names.resolve(host);
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        connections.add(key(address, port));
        answer(address.getHostAddress());
        TestOrigin machine = machines.get(key(address, port));
        if (machine == null) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, "There is no such machine.");
        }
        return loopback.connect(InetAddress.getLoopbackAddress(), machine.port(), timeout);
    }
}
