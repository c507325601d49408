package io.isol8.domain.auth;

import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * A key that was just made: the only time that the key itself is told (spec 3.21). Immutable.
 *
 * @param apiKey what is known of it from now on
 * @param plainKey the secret
 */
public record NewKey(ApiKey apiKey, PlainKey plainKey) {

    /**
     * Makes up a key; times are whole milliseconds.
     *
     * @param now when it is made
     * @throws Isol8Exception as {@link KeyRules} says
     */
    public static NewKey issue(String name, String tenantId, Duration ttl, Instant now) {
        PlainKey plainKey = PlainKey.random();
        Instant createdAt = now.truncatedTo(ChronoUnit.MILLIS);
        return new NewKey(
                new ApiKey(
                        UUID.randomUUID(),
                        KeyRules.name(name),
                        plainKey.prefix(),
                        KeyRules.tenantId(tenantId),
                        createdAt,
                        createdAt.plus(KeyRules.ttl(ttl)),
                        Optional.empty(),
                        false),
                plainKey);
    }
}
