package io.isol8.engine.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkPolicy;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Connects to hosts that may be reached: the address that is connected to is the one that was looked at (spec 19.11). */
final class Origins {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST_ADDRESSES = 3;

    /** One execution's at a time: a name server that does not answer keeps them for long. */
    private static final int MOST_LOOKUPS = 8;

    private final NetworkPolicy policy;
    private final EgressConnector connector;
    private final Semaphore lookups = new Semaphore(MOST_LOOKUPS);

    Origins(NetworkPolicy policy, EgressConnector connector) {
        this.policy = policy;
        this.connector = connector;
    }

    /** The host may not be reached; the message says why. */
    static final class BlockedException extends Exception {

        private static final long serialVersionUID = 1L;

        BlockedException(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * Looks up the host, once, and connects to one of its addresses.
     *
     * @throws BlockedException if the policy is against it
     * @throws Isol8Exception with {@code HOST_UNREACHABLE} if it cannot be done
     */
    Tunnel connect(Destination to) throws BlockedException {
        Optional<String> refusal = policy.refusal(to.host(), to.port());
        if (refusal.isPresent()) {
            throw new BlockedException(refusal.get());
        }
        List<InetAddress> addresses = to.host()
                .literal()
                .map(List::of)
                .orElseGet(() -> resolve(to.host().text()));
        List<InetAddress> reachable = addresses.stream()
                .filter(address -> policy.refusal(address).isEmpty())
                .limit(MOST_ADDRESSES)
                .toList();
        if (reachable.isEmpty()) {
            throw new BlockedException(policy.refusal(addresses.get(0)).orElse("it has no address"));
        }
        return connectToOneOf(reachable, to.port());
    }

    private List<InetAddress> resolve(String host) {
        try {
            lookups.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "The execution is over.", e);
        }
        try {
            return connector.resolve(host);
        } finally {
            lookups.release();
        }
    }

    private Tunnel connectToOneOf(List<InetAddress> addresses, int port) {
        Isol8Exception failure = new Isol8Exception(ErrorCode.HOST_UNREACHABLE, "There is no address.");
        for (InetAddress address : addresses) {
            try {
                return connector.connect(address, port, PATIENCE);
            } catch (Isol8Exception e) {
                failure = e;
            }
        }
        throw failure;
    }
}
