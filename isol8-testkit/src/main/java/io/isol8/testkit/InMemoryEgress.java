package io.isol8.testkit;

import io.isol8.domain.Threads;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Sandbox;
import io.isol8.ports.Tunnel;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The connections out of an {@link InMemorySandbox}. Thread-safe. */
final class InMemoryEgress {

    private final Semaphore places = new Semaphore(Sandbox.EGRESS_CONNECTIONS);
    private final Set<TunnelPair> open = ConcurrentHashMap.newKeySet();
    private volatile Optional<EgressGate> gate = Optional.empty();

    void open(EgressGate next) {
        gate = Optional.of(next);
    }

    /** Breaks every connection, also those that wait for a place; further ones are refused. */
    void shut() {
        gate = Optional.empty();
        open.forEach(TunnelPair::breakOff);
        open.clear();
    }

    /** A program's end of a new connection, which is served once there is a place for it; empty if it is refused. */
    Optional<Tunnel> connect() {
        Optional<EgressGate> taker = gate;
        if (taker.isEmpty()) {
            return Optional.empty();
        }
        TunnelPair pair = new TunnelPair();
        open.add(pair);
        Threads.start("egress", () -> serve(taker.get(), pair));
        return Optional.of(pair.left());
    }

    private void serve(EgressGate taker, TunnelPair pair) {
        places.acquireUninterruptibly();
        try (Tunnel tunnel = pair.right()) {
            if (open.contains(pair)) {
                taker.accept(tunnel);
            }
        } catch (RuntimeException e) {
            // whoever gave the gate has to see to it; the program sees the end of its connection
        } finally {
            open.remove(pair);
            places.release();
        }
    }
}
