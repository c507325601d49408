package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.1",
                "168.63.129.16",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "192.88.99.1",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::10.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "::ffff:0:10.0.0.1",
                "fc00::1",
                "fdff::1",
                "fd00:ec2::254",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b::a83f:8110",
                "64:ff9b:1::1",
                "2002:0a00:0001::1",
                "2002:cb00:7105::1",
                "2001::1",
                "2001:0:a00:1::",
                "100::1",
                "5f00::1",
                "4000::1"
            })
    void addresses_that_are_not_for_everybody(String text) {
        assertThat(Addresses.isPublic(address(text))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.100.7",
                "203.0.113.7",
                "223.255.255.255",
                "::ffff:203.0.113.7",
                "2606:4700::1111",
                "2a00::1",
                "64:ff9b::203.0.113.7"
            })
    void addresses_that_anybody_may_reach(String text) {
        assertThat(Addresses.isPublic(address(text))).isTrue();
    }

    private static InetAddress address(String text) {
        return AddressText.address(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0", "::1%lo", "[::1]", "", "0x7f.0.0.1", "10.0.0.256", "10.0.0.1 "})
    void nothing_is_looked_up(String text) {
        assertThatThrownBy(() -> AddressText.address(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ranges_contain_the_addresses_that_begin_alike() {
        Cidr range = new Cidr("10.128.0.0/9");

        assertThat(range.contains(address("10.128.0.1"))).isTrue();
        assertThat(range.contains(address("10.127.255.255"))).isFalse();
        assertThat(range.contains(address("::ffff:10.200.0.1"))).isTrue();
        assertThat(range.contains(address("::10.200.0.1"))).isFalse();
        assertThat(new Cidr("0.0.0.0/0").contains(address("255.0.0.1"))).isTrue();
        assertThat(new Cidr("0.0.0.0/0").contains(address("::1"))).isFalse();
        assertThat(new Cidr("fd00::/8").contains(address("fdff::1"))).isTrue();
        assertThat(new Cidr("fd00::/8").contains(address("fc00::1"))).isFalse();
        assertThat(new Cidr("127.0.0.1/32").contains(address("127.0.0.2"))).isFalse();
    }
}
