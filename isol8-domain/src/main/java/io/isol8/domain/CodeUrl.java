package io.isol8.domain;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place that code may be fetched from, in the one spelling that is decided about and asked for: no user, no fragment,
 * the host as {@link HostName} has it. Made by {@link RemoteCodePolicy}. Immutable.
 *
 * @param uri absolute, of ASCII characters
 */
public record CodeUrl(URI uri, HostName host) {

    private static final int MOST_CHARACTERS = 8192;
    private static final int LAST_PORT = 65_535;
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]@]*]|[^:\\[\\]@]+)(?::(\\d{0,5}))?");

    /** The parts of a text that is a URL with a host, whatever its scheme. */
    record Parts(String scheme, String host, Optional<Integer> port, String rest) {

        /** Not for anything but hierarchical, absolute URLs. */
        static Optional<Parts> of(URI uri) {
            String authority = uri.getRawAuthority();
            if (authority == null) {
                return Optional.empty();
            }
            Matcher matcher = AUTHORITY.matcher(authority);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            String digits = matcher.group(2);
            Optional<Integer> port =
                    digits == null || digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
            if (port.filter(number -> number < 1 || number > LAST_PORT).isPresent()) {
                return Optional.empty();
            }
            String query = uri.getRawQuery();
            String path = uri.getRawPath();
            return Optional.of(new Parts(
                    Ascii.lowerCase(uri.getScheme()),
                    matcher.group(1),
                    port,
                    (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query)));
        }

        CodeUrl at(HostName checked) {
            String place = checked.inUri() + port.map(number -> ":" + number).orElse("");
            return new CodeUrl(URI.create(scheme + "://" + place + rest), checked);
        }
    }

    /** The text as a URI with a scheme, if it is one of a reasonable length. */
    static Optional<URI> absolute(String text) {
        return parsed(text).filter(uri -> uri.getScheme() != null);
    }

    /** Where a reference in an answer from here leads. */
    Optional<URI> resolve(String reference) {
        String fromPath = reference.startsWith("?") ? uri.getRawPath() + reference : reference;
        return parsed(fromPath).map(uri::resolve);
    }

    private static Optional<URI> parsed(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(new URI(text.strip()).toASCIIString()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
