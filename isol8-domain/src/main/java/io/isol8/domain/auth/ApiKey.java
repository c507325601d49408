package io.isol8.domain.auth;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known of an API key: neither the key itself nor its hash. Immutable.
 *
 * @param name what its owner calls it; not unique
 * @param keyPrefix how the key begins, for people to recognise it (spec 3.16)
 * @param tenantId whose sessions and files it opens
 * @param createdAt by the clock of the server that made it, which may be wrong
 * @param expiresAt the last moment at which it is accepted
 * @param lastUsedAt when it was accepted last, as far as that is written down already
 * @param revoked whether it was taken back
 */
public record ApiKey(
        UUID id,
        String name,
        String keyPrefix,
        String tenantId,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> lastUsedAt,
        boolean revoked) {

    /** Whether it is accepted (spec 3.17): neither revoked nor expired strictly before {@code now}. */
    public boolean isUsableAt(Instant now) {
        return !revoked && !expiresAt.isBefore(now);
    }
}
