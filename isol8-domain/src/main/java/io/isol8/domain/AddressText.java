package io.isol8.domain;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses as people write them. */
final class AddressText {

    private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private AddressText() {}

    /**
     * Reads an address; nothing is looked up. A mapped one ({@code ::ffff:10.0.0.1}) is the IPv4 address that it stands
     * for.
     *
     * @param text IPv4 in its dotted form, or IPv6 without brackets and zone
     * @throws IllegalArgumentException if it is none
     */
    static InetAddress address(String text) {
        boolean v6 = text.contains(":");
        if (v6
                ? text.contains("%") || text.contains("[")
                : !DOTTED.matcher(text).matches()) {
            throw new IllegalArgumentException("no address: " + text);
        }
        try {
            return InetAddress.getByName(v6 ? "[" + text + "]" : text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + text, e);
        }
    }
}
