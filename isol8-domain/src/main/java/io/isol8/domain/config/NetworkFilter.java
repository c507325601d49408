package io.isol8.domain.config;

import io.isol8.domain.Cidr;
import io.isol8.domain.HostPattern;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkPolicy;
import java.util.List;

/**
 * Section {@code network}: what a filtered network lets through (spec 19). Immutable.
 *
 * @param whitelist regular expressions of hosts that may be reached; none means all
 * @param blacklist regular expressions of hosts that may not
 * @param allowPrivate address ranges that are not public and may be reached all the same
 * @param allowedPorts ports that may be reached
 */
public record NetworkFilter(
        List<String> whitelist, List<String> blacklist, List<Cidr> allowPrivate, List<Integer> allowedPorts) {

    /** What a port may be. */
    public static final Bounds PORT = new Bounds(1, 65_535);

    static final NetworkFilter BUILT_IN = new NetworkFilter(List.of(), List.of(), List.of(), List.of(80, 443));

    /** @throws Isol8Exception naming the key */
    public NetworkFilter {
        whitelist = List.copyOf(whitelist);
        blacklist = List.copyOf(blacklist);
        HostPattern.all("network.whitelist", whitelist);
        HostPattern.all("network.blacklist", blacklist);
        allowPrivate = List.copyOf(allowPrivate);
        allowedPorts = List.copyOf(allowedPorts);
        allowedPorts.forEach(port -> PORT.check("network.allowedPorts", port));
    }

    /** What holds for requests that name no lists of their own. */
    NetworkPolicy policy() {
        return new NetworkPolicy(
                HostPattern.all("network.whitelist", whitelist),
                HostPattern.all("network.blacklist", blacklist),
                allowPrivate,
                allowedPorts);
    }
}
