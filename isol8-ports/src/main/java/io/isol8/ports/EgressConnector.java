package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The way out of this machine, for connections that have been allowed. It decides nothing. Who waits here for a name or a
 * connection and is interrupted waits no longer. Thread-safe.
 */
public interface EgressConnector {

    /**
     * What a host's name, or an address in text, means now.
     *
     * @return never empty
     * @throws Isol8Exception with {@code HOST_UNREACHABLE} if it has no address
     */
    List<InetAddress> resolve(String host);

    /**
     * Connects to exactly this address.
     *
     * @param port 1 to 65535
     * @param timeout after which it is given up, more than zero
     * @return to be closed
     * @throws Isol8Exception with {@code HOST_UNREACHABLE} if nobody takes the connection in time
     */
    Tunnel connect(InetAddress address, int port, Duration timeout);

    /**
     * Certificates, in PEM, that hosts on the other side may be signed with besides the usual ones; for package clients. None
     * unless a connector says otherwise.
     */
    default byte[] certificates() {
        return new byte[0];
    }
}
