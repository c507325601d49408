package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {

    @ParameterizedTest
    @CsvSource({
        "Example.ORG, example.org",
        "example.org., example.org",
        "a_b-c.example, a_b-c.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "203.0.113.5, 203.0.113.5",
        "203.0.113.5., 203.0.113.5",
        "[2001:DB8::1], 2001:db8:0:0:0:0:0:1",
        "[::ffff:10.0.0.1], 10.0.0.1",
        "[::ffff:a9fe:a9fe], 169.254.169.254",
        "1e100.net, 1e100.net",
        "0xyz, 0xyz",
    })
    void have_one_spelling(String spelled, String text) {
        assertThat(HostName.of(spelled).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "017700000001",
                "0x7f000001",
                "0x7F.1",
                "127.1",
                "127.0.1",
                "0177.0.0.1",
                "0x7f.0.0.1",
                "127.0.0.01",
                "00127.0.0.1",
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3.4..",
                "127.0.0.0x1",
                "0x",
                "a.0x",
                "3",
                "169.254.43518",
                "2852039166"
            })
    void unusual_spellings_of_addresses_are_refused(String spelled) {
        assertThatThrownBy(() -> HostName.of(spelled))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                ".a",
                "a b",
                "a\r\nb",
                "a\0b",
                "user@host",
                "a:80",
                "a/b",
                "a%2eb",
                "-a",
                "a-",
                "bücher",
                "１２７.0.0.1",
                "127。0.0.1",
                "ⓔxample.org",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1%lo]",
                "[127.0.0.1]",
                "[::g]",
                "[::1]]",
                "[[::1]]",
                "a\\b",
                "a#b",
                "a?b",
                "[::1].",
                "ſite.example"
            })
    void what_is_no_host_is_refused(String spelled) {
        assertThatThrownBy(() -> HostName.of(spelled)).isInstanceOf(Isol8Exception.class);
    }

    @Test
    void longer_than_names_can_be_is_refused() {
        assertThatThrownBy(() -> HostName.of("a".repeat(64) + ".example")).isInstanceOf(Isol8Exception.class);
        assertThatThrownBy(() -> HostName.of("a.".repeat(127) + "example")).isInstanceOf(Isol8Exception.class);
    }

    @Test
    void know_whether_they_are_addresses() {
        assertThat(HostName.of("example.org").literal()).isEmpty();
        assertThat(HostName.of("[::1]").literal()).isPresent();
        assertThat(HostName.of("[::1]").inUri()).isEqualTo("[0:0:0:0:0:0:0:1]");
        assertThat(HostName.of("[::ffff:10.0.0.1]").inUri()).isEqualTo("10.0.0.1");
    }
}
