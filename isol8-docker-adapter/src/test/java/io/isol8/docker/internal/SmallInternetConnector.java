package io.isol8.docker.internal;

import io.isol8.docker.SocketEgressConnector;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * The way into a {@link SmallInternet} and to no other place: whoever wants to go anywhere else comes to its forbidden host.
 * Names mean what they are to mean here. Thread-safe.
 */
final class SmallInternetConnector implements EgressConnector {

    /** A name whose address is the allowed host's the first time only. */
    static final String CHANGING = "changes.good.example";

    private static final String METADATA = "169.254.169.254";
    private static final String PRIVATE = "10.0.0.1";
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|.*:.*");

    /** Names, and what C libraries take for addresses. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("private.good.example", PRIVATE),
            Map.entry("local6.good.example", "fd00::1"),
            Map.entry("127.1", "127.0.0.1"),
            Map.entry("2852039166", METADATA),
            Map.entry("025177524776", METADATA),
            Map.entry("0251.0376.0251.0376", METADATA),
            Map.entry("0xa9fea9fe", METADATA),
            Map.entry("0xa9.0xfe.0xa9.0xfe", METADATA));

    private final EgressConnector sockets = new SocketEgressConnector();
    private final SmallInternet internet;
    private final AtomicInteger changed = new AtomicInteger();

    SmallInternetConnector(SmallInternet internet) {
        this.internet = internet;
    }

    /** What changes begins anew. */
    void rewind() {
        changed.set(0);
    }

    @Override
    public List<InetAddress> resolve(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (name.equals(CHANGING)) {
            return List.of(changed.getAndIncrement() == 0 ? internet.allowed() : literal(PRIVATE));
        }
        if (ELSEWHERE.containsKey(name)) {
            return List.of(literal(ELSEWHERE.get(name)));
        }
        if (ADDRESS.matcher(name).matches()) {
            return List.of(literal(name));
        }
        if (name.startsWith("aaaa") || name.endsWith("evil.example")) {
            return List.of(internet.forbidden());
        }
        if (name.endsWith("good.example")) {
            return List.of(internet.allowed());
        }
        throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, host + " has no address.");
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, address + " is no address.", e);
        }
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        InetAddress here = address.equals(internet.allowed()) ? address : internet.forbidden();
        return sockets.connect(here, port, timeout);
    }
}
