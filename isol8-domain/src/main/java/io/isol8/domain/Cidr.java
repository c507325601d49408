package io.isol8.domain;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.0.0.0/8} or {@code fd00::/8}. Immutable.
 *
 * @param text an IPv4 or IPv6 address, a slash, and how many of its bits count
 */
public record Cidr(String text) {

    /** What every range looks like; not everything that looks like it is one. */
    public static final Pattern SYNTAX = Pattern.compile(
            "((?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!/)|(?=/))){4}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(\\d{1,3})");

    private static final int BITS_OF_A_BYTE = 8;

    public Cidr {
        if (!isRange(text)) {
            throw Isol8Exception.invalid("Invalid address range: \"" + Ascii.printable(text)
                    + "\". Use e.g. \"10.0.0.0/8\" or \"fd00::/8\".");
        }
    }

    /** Whether this is one. */
    public static boolean isRange(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        try {
            int bits = AddressText.address(parts.group(1)).getAddress().length * BITS_OF_A_BYTE;
            return Integer.parseInt(parts.group(2)) <= bits;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether {@code address} lies in it. One of IPv4 never lies in a range of IPv6, nor the other way round. */
    public boolean contains(InetAddress address) {
        int slash = text.indexOf('/');
        byte[] start = AddressText.address(text.substring(0, slash)).getAddress();
        byte[] given = address.getAddress();
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (start.length != given.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % BITS_OF_A_BYTE;
            int at = bit / BITS_OF_A_BYTE;
            if (((start[at] ^ given[at]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
