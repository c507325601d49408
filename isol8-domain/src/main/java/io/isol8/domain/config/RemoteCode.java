package io.isol8.domain.config;

import io.isol8.domain.Cidr;
import io.isol8.domain.HostPattern;
import io.isol8.domain.RemoteCodePolicy;
import java.time.Duration;
import java.util.List;

/**
 * Section {@code remoteCode}: whether and from where code is fetched (spec 22). Immutable.
 *
 * @param enabled whether it is at all
 * @param allowedSchemes schemes of URLs, in lower case
 * @param allowedHosts regular expressions; none means all
 * @param blockedHosts regular expressions, stronger than {@code allowedHosts}
 * @param maxCodeSize bytes
 * @param fetchTimeout whole milliseconds
 * @param requireHash whether a request has to name the hash of what it wants
 * @param enableCache whether what was fetched is kept
 * @param cacheTtl for how long, whole seconds
 */
public record RemoteCode(
        boolean enabled,
        List<String> allowedSchemes,
        List<String> allowedHosts,
        List<String> blockedHosts,
        long maxCodeSize,
        Duration fetchTimeout,
        boolean requireHash,
        boolean enableCache,
        Duration cacheTtl) {

    /** Bytes of code: up to a gibibyte. */
    public static final Bounds CODE_SIZE = new Bounds(1, 1 << 30);

    /** Seconds of a cache entry: up to a year. */
    public static final Bounds CACHE_TTL = new Bounds(0, Duration.ofDays(365).toSeconds());

    private static final String ALLOWED = "remoteCode.allowedHosts";
    private static final String BLOCKED = "remoteCode.blockedHosts";

    static final RemoteCode BUILT_IN = new RemoteCode(
            false,
            List.of("https"),
            List.of(),
            List.of(
                    "^localhost$",
                    "^127(?:\\.\\d{1,3}){3}$",
                    "^\\[::1\\]$",
                    "^::1$",
                    "^10(?:\\.\\d{1,3}){3}$",
                    "^172\\.(?:1[6-9]|2\\d|3[01])(?:\\.\\d{1,3}){2}$",
                    "^192\\.168(?:\\.\\d{1,3}){2}$",
                    "^169\\.254(?:\\.\\d{1,3}){2}$",
                    "^metadata\\.google\\.internal$",
                    "^169\\.254\\.169\\.254$"),
            10 << 20,
            Duration.ofSeconds(30),
            false,
            true,
            Duration.ofHours(1));

    public RemoteCode {
        allowedSchemes = List.copyOf(allowedSchemes);
        allowedHosts = List.copyOf(allowedHosts);
        blockedHosts = List.copyOf(blockedHosts);
        HostPattern.all(ALLOWED, allowedHosts);
        HostPattern.all(BLOCKED, blockedHosts);
        CODE_SIZE.check("remoteCode.maxCodeSize", maxCodeSize);
        Bounds.TIMER.check("remoteCode.fetchTimeoutMs", fetchTimeout.toMillis());
        CACHE_TTL.check("remoteCode.cacheTtl", cacheTtl.toSeconds());
    }

    RemoteCodePolicy policy(List<Cidr> allowPrivate) {
        return new RemoteCodePolicy(
                enabled,
                allowedSchemes,
                HostPattern.all(ALLOWED, allowedHosts),
                HostPattern.all(BLOCKED, blockedHosts),
                allowPrivate,
                maxCodeSize,
                fetchTimeout,
                requireHash,
                enableCache ? cacheTtl : Duration.ZERO);
    }
}
