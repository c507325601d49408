package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** For services that were given no way out: no host can be reached. */
final class NoWayOut implements EgressConnector {

    @Override
    public List<InetAddress> resolve(String host) {
        throw unreachable(host);
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        throw unreachable(address.getHostAddress());
    }

    private static Isol8Exception unreachable(String host) {
        return new Isol8Exception(ErrorCode.HOST_UNREACHABLE, "No way leads from here to " + host + ".");
    }
}
