package io.isol8.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host in the one spelling that is decided about (spec 19.3): lower case, no trailing dot, addresses in their usual form.
 * Immutable.
 *
 * @param text without brackets and port
 * @param literal the address, if it is one and not a name
 */
public record HostName(String text, Optional<InetAddress> literal) {

    private static final int LONGEST = 253;

    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    /** What resolvers take for an address, in part or whole, as decimal, octal or hexadecimal number. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:\\d+|0x[0-9a-f]*)");

    private static final Pattern USUAL_V4 =
            Pattern.compile("(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /**
     * Reads a host as URIs spell it.
     *
     * @param spelled a name, an IPv4 address in its usual form, or an IPv6 address in brackets
     * @throws Isol8Exception with {@code INVALID_REQUEST} for anything else, other spellings of addresses included
     */
    public static HostName of(String spelled) {
        if (spelled.startsWith("[") && spelled.endsWith("]")) {
            return ofV6(spelled);
        }
        String lower = Ascii.lowerCase(spelled);
        String text = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (text.length() > LONGEST || !LABELS.matcher(text).matches()) {
            throw invalid(spelled, "no host name");
        }
        if (!ENDS_IN_NUMBER.matcher(text).matches()) {
            return new HostName(text, Optional.empty());
        }
        if (!USUAL_V4.matcher(text).matches()) {
            throw invalid(spelled, "an unusual spelling of an address");
        }
        return new HostName(text, Optional.of(AddressText.address(text)));
    }

    private static HostName ofV6(String spelled) {
        String inner = spelled.substring(1, spelled.length() - 1);
        if (!inner.contains(":")) {
            throw invalid(spelled, "no address");
        }
        try {
            InetAddress address = AddressText.address(inner);
            return new HostName(address.getHostAddress(), Optional.of(address));
        } catch (IllegalArgumentException e) {
            throw invalid(spelled, "no address");
        }
    }

    private static Isol8Exception invalid(String spelled, String why) {
        return Isol8Exception.invalid("The host \"" + Ascii.printable(spelled) + "\" is " + why + ".");
    }

    /** As URIs spell it. */
    public String inUri() {
        return literal.filter(Inet6Address.class::isInstance).isPresent() ? "[" + text + "]" : text;
    }
}
