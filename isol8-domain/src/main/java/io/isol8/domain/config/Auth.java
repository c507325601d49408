package io.isol8.domain.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Section {@code auth}: the database of API keys (spec 3.10 to 3.20). Immutable.
 *
 * @param enabled whether there is one
 * @param connectionString where; else a file in the home directory. May hold a password
 * @param defaultTtl how long a key lasts that nobody chose a time for, whole milliseconds
 * @param cleanupInterval how often keys are deleted that ran out or were revoked, whole milliseconds
 */
public record Auth(boolean enabled, Optional<String> connectionString, Duration defaultTtl, Duration cleanupInterval) {

    static final Auth BUILT_IN = new Auth(false, Optional.empty(), Duration.ofDays(1), Duration.ofHours(1));

    public Auth {
        Bounds.AGE.check("auth.defaultTtlMs", defaultTtl.toMillis());
        Bounds.AGE.check("auth.cleanupIntervalMs", cleanupInterval.toMillis());
    }

    /** Without the connection string, which may hold a password. */
    @Override
    public String toString() {
        return "Auth[enabled=" + enabled + ", defaultTtl=" + defaultTtl + ", cleanupInterval=" + cleanupInterval + "]";
    }
}
