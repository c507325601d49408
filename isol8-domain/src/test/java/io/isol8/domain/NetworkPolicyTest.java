package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkPolicyTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static NetworkPolicy policy(List<String> whitelist, List<String> blacklist) {
        return NetworkPolicy.PUBLIC.withLists(Optional.of(whitelist), Optional.of(blacklist));
    }

    private static boolean mayReach(NetworkPolicy policy, String host) {
        return policy.refusal(HostName.of(host), 443).isEmpty();
    }

    @Test
    void without_lists_every_host_may_be_reached() {
        assertThat(mayReach(NetworkPolicy.PUBLIC, "example.org")).isTrue();
    }

    @Test
    void the_blacklist_wins() {
        NetworkPolicy policy = policy(List.of("example"), List.of("evil"));

        assertThat(mayReach(policy, "good.example")).isTrue();
        assertThat(mayReach(policy, "evil.example")).isFalse();
        assertThat(mayReach(policy, "other.test")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, true",
        "EXAMPLE.ORG, true",
        "example.org., true",
        "www.example.org, true",
        "example.org.evil.test, true",
        "example-org.test, false",
    })
    void patterns_are_searched_for_in_any_case(String host, boolean allowed) {
        assertThat(mayReach(policy(List.of("Example\\.org"), List.of()), host)).isEqualTo(allowed);
    }

    @Test
    void the_pattern_of_one_host_finds_no_other() {
        NetworkPolicy policy = policy(List.of(HostPattern.exactly("Files.example-1.org")), List.of());

        assertThat(mayReach(policy, "files.example-1.org")).isTrue();
        assertThat(mayReach(policy, "filesxexample-1.org")).isFalse();
        assertThat(mayReach(policy, "files.example-1.org.test")).isFalse();
        assertThat(mayReach(policy, "a.files.example-1.org")).isFalse();
    }

    @Test
    void only_some_ports_may_be_reached() {
        NetworkPolicy policy = new NetworkPolicy(List.of(), List.of(), List.of(), List.of(443, 8443));

        assertThat(policy.refusal(HostName.of("a.test"), 8443)).isEmpty();
        assertThat(policy.refusal(HostName.of("a.test"), 80)).contains("port 80 is not allowed");
    }

    @Test
    void private_addresses_may_be_reached_where_the_operator_says_so() {
        NetworkPolicy policy =
                new NetworkPolicy(List.of(), List.of(), List.of(new Cidr("10.1.0.0/16")), List.of(80, 443));

        assertThat(policy.refusal(AddressText.address("10.1.2.3"))).isEmpty();
        assertThat(policy.refusal(AddressText.address("10.2.2.3"))).contains("its address is not public");
        assertThat(policy.refusal(AddressText.address("203.0.113.1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[a",
                "*",
                "a{2,1}",
                "(?x)a",
                "(?>a)",
                "\\Qa\\E",
                "[a[b]]",
                "[a&&b]",
                "[]a]",
                "(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)x",
                "$(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?(\\z)?x",
                "(?:(?:(?:){9999}){9999}){9999}x",
                "(?:){99999}"
            })
    void what_is_no_pattern_or_too_much_of_one_is_refused(String pattern) {
        assertThatThrownBy(() -> policy(List.of(), List.of("a", pattern)))
                .isInstanceOfSatisfying(Isol8Exception.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(failure.message()).startsWith("networkFilter.blacklist must hold regular expressions");
                });
        assertThatThrownBy(() -> policy(List.of(pattern), List.of()))
                .hasMessageStartingWith("networkFilter.whitelist must hold regular expressions");
    }

    @Test
    void a_pattern_has_at_most_a_thousand_characters() {
        assertThat(mayReach(policy(List.of("a".repeat(1000)), List.of()), "b")).isFalse();
        assertThatThrownBy(() -> policy(List.of("a".repeat(1001)), List.of())).isInstanceOf(Isol8Exception.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "(a*)*$",
                "(a|a)*$",
                "(a|aa)+$",
                "([a-z]+)*x$",
                "(.*)*y$",
                "(.*a){30}$",
                "((a+)+)+$",
                "(a?){200}a{200}$",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "(?=(a+)+$)b"
            })
    void a_search_that_would_take_years_is_given_up_and_counts_against_the_host(String pattern) {
        String host = "a".repeat(63) + "." + "a".repeat(63) + "." + "a".repeat(60) + "-1";

        assertTimeoutPreemptively(SOON, () -> {
            NetworkPolicy blacklist = policy(List.of(), List.of(pattern));
            NetworkPolicy whitelist = policy(List.of(pattern), List.of());
            for (int i = 0; i < 20; i++) {
                blacklist.refusal(HostName.of(host), 443);
                whitelist.refusal(HostName.of(host), 443);
            }
        });
    }

    @Test
    void nobody_gets_anywhere_by_making_a_search_too_costly() {
        String host = "a".repeat(63) + "." + "a".repeat(63) + "." + "a".repeat(60) + "-1";
        String costly = ".*.*.*.*.*.*.*.*z$|q";

        assertTimeoutPreemptively(SOON, () -> {
            assertThat(mayReach(policy(List.of(costly), List.of()), host)).isFalse();
            assertThat(mayReach(policy(List.of(), List.of(costly)), host)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(.+\\.)?example\\.(com|org|net)$",
                "(^|\\.)pypi\\.org$",
                "^[a-z0-9-]{1,63}\\.cdn\\.example$",
                "^(?!evil\\.).*$",
                "^(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z)\\.example$",
                "^\\d{1,3}(?:\\.\\d{1,3}){3}$",
                "\\bexample\\b",
                "^[^.]+$",
                "[a\\]b]",
                "[-\\w.]+",
                "a|b|",
                ".*",
                ""
            })
    void ordinary_patterns_are_taken(String pattern) {
        assertThat(policy(List.of(pattern), List.of()).allowed())
                .extracting(HostPattern::text)
                .containsExactly(pattern);
    }

    @Test
    void hosts_that_are_allowed_besides_are_these_and_no_others() {
        NetworkPolicy policy =
                policy(List.of("example"), List.of("evil")).allowing(List.of("a.registry.test", "evil.test"));

        assertThat(mayReach(policy, "example.org")).isTrue();
        assertThat(mayReach(policy, "a.registry.test")).isTrue();
        assertThat(mayReach(policy, "axregistry.test")).isFalse();
        assertThat(mayReach(policy, "b.a.registry.test")).isFalse();
        assertThat(mayReach(policy, "a.registry.test.org")).isFalse();
        assertThat(mayReach(policy, "evil.test")).isFalse();
    }

    @Test
    void hosts_that_are_allowed_besides_come_after_the_patterns_and_once() {
        NetworkPolicy policy = policy(List.of("^a\\.test$", "b"), List.of());

        assertThat(policy.allowing(List.of("c.test", "a.test", "C.test.")).allowed())
                .extracting(HostPattern::text)
                .containsExactly("^a\\.test$", "b", "^c\\.test$");
    }

    @Test
    void where_every_host_is_allowed_nothing_has_to_be_added() {
        assertThat(NetworkPolicy.PUBLIC.allowing(List.of("a.test"))).isEqualTo(NetworkPolicy.PUBLIC);
    }

    @Test
    void what_is_no_host_is_not_allowed() {
        assertThatThrownBy(() -> policy(List.of("x"), List.of()).allowing(List.of("a b")))
                .isInstanceOf(Isol8Exception.class)
                .hasMessageContaining("a b");
    }
}
