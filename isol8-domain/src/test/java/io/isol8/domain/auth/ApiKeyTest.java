package io.isol8.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

    private static final Instant EXPIRY = Instant.parse("2026-03-01T12:00:00.500Z");

    @Test
    void aKeyIsUsableUntilItsLastMoment() {
        ApiKey key = key(false);

        assertThat(key.isUsableAt(key.createdAt())).isTrue();
        assertThat(key.isUsableAt(EXPIRY)).isTrue();
        assertThat(key.isUsableAt(EXPIRY.plusNanos(1))).isFalse();
    }

    @Test
    void aKeyFromTheFutureIsUsable() {
        ApiKey key = key(false);

        assertThat(key.isUsableAt(key.createdAt().minusSeconds(3600))).isTrue();
    }

    @Test
    void aRevokedKeyIsNot() {
        ApiKey key = key(true);

        assertThat(key.isUsableAt(key.createdAt())).isFalse();
    }

    private static ApiKey key(boolean revoked) {
        return new ApiKey(
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                "ci",
                "isol8_0123...",
                "default",
                Instant.parse("2026-03-01T11:00:00.500Z"),
                EXPIRY,
                Optional.empty(),
                revoked);
    }
}
