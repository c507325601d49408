package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CidrTest {

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "255.255.255.255/32", "::/0", "fd00::/8", "2001:db8::1/128"})
    void ranges(String text) {
        assertThat(Cidr.isRange(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "10.0.0.0.0/8", "256.0.0.0/8", "10.0.0.0/-1", "10.0.0.0/8 ",
                "example.org/8", "localhost/8", "/8", ":/8", "::1::/8", "fe80::1%eth0/64", "::/129",
                        "10.0.0.0/99999999999"
            })
    void no_ranges(String text) {
        assertThat(Cidr.isRange(text)).isFalse();
    }

    @Test
    void says_what_a_range_looks_like() {
        assertThatThrownBy(() -> new Cidr("home"))
                .hasMessage("Invalid address range: \"home\". Use e.g. \"10.0.0.0/8\" or \"fd00::/8\".");
    }
}
