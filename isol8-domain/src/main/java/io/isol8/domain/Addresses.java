package io.isol8.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Which addresses are public (spec 19.11, 22.3). */
public final class Addresses {

    /**
     * IPv4 addresses that are not for everybody; 168.63.129.16 is Azure's own inside each of its machines, and hands out what
     * they are set up with. Those of documentation lead nowhere and stand for public ones in tests.
     */
    private static final List<Cidr> SPECIAL_V4 = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** All of IPv6 that is given out to anybody; what is not in here is local, multicast, or translates. */
    private static final Cidr GLOBAL_V6 = new Cidr("2000::/3");

    /** Within that: Teredo and other protocols' own, 6to4. */
    private static final List<Cidr> SPECIAL_V6 = ranges("2001::/23", "2002::/16");

    /** What a name server makes of an IPv4 address where there is no IPv4. */
    private static final Cidr TRANSLATED = new Cidr("64:ff9b::/96");

    private static final int LENGTH_V6 = 16;
    private static final int EMBEDDED = 12;

    private Addresses() {}

    private static List<Cidr> ranges(String... texts) {
        return Arrays.stream(texts).map(Cidr::new).toList();
    }

    /**
     * Whether it belongs to a machine that anybody may reach: not private, loopback, link-local, multicast, reserved, nor an IPv6 form of such an IPv4 address.
     */
    public static boolean isPublic(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return noneContains(SPECIAL_V4, address);
        }
        if (TRANSLATED.contains(address)) {
            return isPublic(embedded(address));
        }
        return GLOBAL_V6.contains(address) && noneContains(SPECIAL_V6, address);
    }

    private static boolean noneContains(List<Cidr> ranges, InetAddress address) {
        return ranges.stream().noneMatch(range -> range.contains(address));
    }

    private static InetAddress embedded(InetAddress translated) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(translated.getAddress(), EMBEDDED, LENGTH_V6));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
