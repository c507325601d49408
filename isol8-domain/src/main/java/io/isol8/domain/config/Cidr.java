package io.isol8.domain.config;

import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
            int bits = InetAddress.getByName(literal(parts.group(1))).getAddress().length * BITS_OF_A_BYTE;
            return Integer.parseInt(parts.group(2)) <= bits;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** So that nothing is taken for a name and looked up. */
    private static String literal(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }
}
