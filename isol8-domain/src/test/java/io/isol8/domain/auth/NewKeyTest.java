package io.isol8.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NewKeyTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @Test
    void aNewKeyLastsAsLongAsAsked() {
        ApiKey key = NewKey.issue("ci", "acme", Duration.ofHours(1), NOW).apiKey();

        assertThat(key.name()).isEqualTo("ci");
        assertThat(key.tenantId()).isEqualTo("acme");
        assertThat(key.createdAt()).isEqualTo("2026-03-01T12:00:00.123Z");
        assertThat(key.expiresAt()).isEqualTo("2026-03-01T13:00:00.123Z");
        assertThat(key.lastUsedAt()).isEmpty();
        assertThat(key.revoked()).isFalse();
    }

    @Test
    void itsPrefixIsThatOfTheKey() {
        NewKey key = NewKey.issue("ci", "acme", Duration.ofHours(1), NOW);

        assertThat(key.apiKey().keyPrefix()).isEqualTo(key.plainKey().value().substring(0, 10) + "...");
    }

    @Test
    void twoOfTheSameNameAreTwo() {
        NewKey one = NewKey.issue("ci", "acme", Duration.ofHours(1), NOW);
        NewKey other = NewKey.issue("ci", "acme", Duration.ofHours(1), NOW);

        assertThat(one.apiKey().id()).isNotEqualTo(other.apiKey().id());
        assertThat(one.plainKey().value()).isNotEqualTo(other.plainKey().value());
    }

    @Test
    void printingOneTellsNeitherTheKeyNorItsHash() {
        NewKey key = NewKey.issue("ci", "acme", Duration.ofHours(1), NOW);

        assertThat(key.toString())
                .contains("ci", "acme")
                .doesNotContain(key.plainKey().value().substring(10))
                .doesNotContain(key.plainKey().hash());
    }

    @Test
    void theRulesHold() {
        assertThatThrownBy(() -> NewKey.issue("", "acme", Duration.ofHours(1), NOW))
                .isInstanceOf(Isol8Exception.class);
        assertThatThrownBy(() -> NewKey.issue("ci", "", Duration.ofHours(1), NOW))
                .isInstanceOf(Isol8Exception.class);
        assertThatThrownBy(() -> NewKey.issue("ci", "acme", Duration.ZERO, NOW)).isInstanceOf(Isol8Exception.class);
    }
}
