package io.isol8.engine.internal;

import io.isol8.domain.HostName;
import io.isol8.domain.Isol8Exception;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request wants to go.
 *
 * @param host to be decided about
 * @param port 1 to 65535
 * @param path what to ask the host for, from the slash on; none for a tunnel
 */
record Destination(HostName host, int port, Optional<String> path) {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int HIGHEST_PORT = 65_535;
    private static final String SCHEME = "http://";

    /** Who says who they are (the part before an @) has nothing to look for here. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]@]*]|[^:\\[\\]@]*)(?::(\\d{1,5}))?");

    /**
     * Reads the target of a CONNECT.
     *
     * @param hosts what a host is, as it is spelled
     * @throws Isol8Exception with {@code INVALID_REQUEST} if it names no host that could be decided about
     */
    static Destination ofTunnel(String target, Function<String, HostName> hosts) {
        return of(target, HTTPS, Optional.empty(), hosts);
    }

    /** Reads the target of any other request, an absolute URI; throws as {@link #ofTunnel}. */
    static Destination ofRequest(String target, Function<String, HostName> hosts) {
        if (!target.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw Isol8Exception.invalid("The target must be a URI that begins with " + SCHEME + ".");
        }
        if (target.contains("#")) {
            throw Isol8Exception.invalid("The target must have no fragment.");
        }
        int end = endOfAuthority(target);
        String rest = target.substring(end);
        String path = rest.startsWith("/") ? rest : "/" + rest;
        return of(target.substring(SCHEME.length(), end), HTTP, Optional.of(path), hosts);
    }

    private static int endOfAuthority(String target) {
        int end = SCHEME.length();
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    private static Destination of(
            String authority, int usualPort, Optional<String> path, Function<String, HostName> hosts) {
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches()) {
            throw Isol8Exception.invalid("The target must name a host and a port at most.");
        }
        int port = parts.group(2) == null ? usualPort : Integer.parseInt(parts.group(2));
        if (port < 1 || port > HIGHEST_PORT) {
            throw Isol8Exception.invalid("The port must be between 1 and 65535.");
        }
        return new Destination(hosts.apply(parts.group(1)), port, path);
    }

    /** What the host is told that it is called. */
    String hostHeader() {
        return port == HTTP ? host.inUri() : host.inUri() + ":" + port;
    }
}
