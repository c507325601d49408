package io.isol8.domain;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may be reached and what may not (spec 19.3, 19.10 to 19.12). Immutable.
 *
 * @param allowed what hosts must match one of, if there is any
 * @param denied what hosts must match none of; this wins
 * @param allowPrivate addresses that may be reached though they are not public
 * @param ports that may be reached
 */
public record NetworkPolicy(
        List<HostPattern> allowed, List<HostPattern> denied, List<Cidr> allowPrivate, List<Integer> ports) {

    /** Every public host, at the ports of the web. */
    public static final NetworkPolicy PUBLIC = new NetworkPolicy(List.of(), List.of(), List.of(), List.of(80, 443));

    public NetworkPolicy {
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
        allowPrivate = List.copyOf(allowPrivate);
        ports = List.copyOf(ports);
    }

    /**
     * With these lists instead.
     *
     * @throws Isol8Exception with {@code INVALID_REQUEST} naming the list if it holds something else than patterns
     */
    public NetworkPolicy withLists(Optional<List<String>> whitelist, Optional<List<String>> blacklist) {
        return new NetworkPolicy(
                whitelist
                        .map(texts -> HostPattern.all("networkFilter.whitelist", texts))
                        .orElse(allowed),
                blacklist
                        .map(texts -> HostPattern.all("networkFilter.blacklist", texts))
                        .orElse(denied),
                allowPrivate,
                ports);
    }

    /**
     * With these hosts allowed as well, after the patterns that there are (spec 12.8). Where every host is allowed nothing
     * changes, and what is denied stays denied.
     *
     * @throws Isol8Exception with {@code INVALID_REQUEST} if one of them is no host
     */
    public NetworkPolicy allowing(Collection<String> hosts) {
        if (allowed.isEmpty()) {
            return this;
        }
        List<String> exact = hosts.stream()
                .map(host -> HostPattern.exactly(HostName.of(host).text()))
                .toList();
        List<HostPattern> all = Stream.concat(allowed.stream(), HostPattern.all("The registry hosts", exact).stream())
                .distinct()
                .toList();
        return new NetworkPolicy(all, denied, allowPrivate, ports);
    }

    /**
     * Decides about a host before it is looked up. A pattern that is too costly to search for counts against the host.
     *
     * @return why it may not be reached; empty if it may
     */
    public Optional<String> refusal(HostName host, int port) {
        if (denied.stream().anyMatch(pattern -> pattern.search(host) != HostPattern.Outcome.ABSENT)) {
            return Optional.of("the blacklist has it");
        }
        if (!allowed.isEmpty()
                && allowed.stream().noneMatch(pattern -> pattern.search(host) == HostPattern.Outcome.FOUND)) {
            return Optional.of("the whitelist does not have it");
        }
        return ports.contains(port) ? Optional.empty() : Optional.of("port " + port + " is not allowed");
    }

    /**
     * Decides about the address that a connection would go to.
     *
     * @return why it may not be reached; empty if it may
     */
    public Optional<String> refusal(InetAddress address) {
        boolean reachable =
                Addresses.isPublic(address) || allowPrivate.stream().anyMatch(range -> range.contains(address));
        return reachable ? Optional.empty() : Optional.of("its address is not public");
    }
}
