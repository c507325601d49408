package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps API keys (spec 3.13 to 3.21), for one server or for several that share a database. Thread-safe.
 *
 * <p>Every method fails with {@link Isol8Exception} code {@code KEY_STORE_UNAVAILABLE} when the database does not answer
 * or the store is closed: within seconds, those that look at all keys within a minute. A later call may succeed. A
 * thread that is interrupted while it waits gets {@code CANCELLED}. No message and no log line contains a key,
 * a hash or the database's password.
 */
public interface KeyStore extends AutoCloseable {

    /**
     * Makes a key, which is accepted everywhere from now on.
     *
     * @param ttl how long it lasts from now
     * @throws Isol8Exception with {@code INVALID_REQUEST} if the {@linkplain io.isol8.domain.auth.KeyRules rules} do
     *     not allow it
     */
    NewKey create(String name, String tenantId, Duration ttl);

    /**
     * The key that somebody presents, if it is to be accepted (spec 3.17); that it was used is written down later, and
     * failing to do so is nobody's failure.
     *
     * <p>A key that was revoked through this store is refused by every call that begins after {@link #revoke} returned; one
     * that was revoked elsewhere, within a second.
     *
     * @param presented a stranger's text, of whatever form and length
     */
    Optional<ApiKey> validate(String presented);

    /** Every key, also those that are no longer accepted, newest first. */
    List<ApiKey> list();

    /**
     * The keys of one tenant, newest first.
     *
     * @param tenantId to the letter
     * @throws Isol8Exception with {@code INVALID_REQUEST} if no tenant can be called so
     */
    List<ApiKey> list(String tenantId);

    /**
     * Takes a key back, for good.
     *
     * @return whether there is such a key, which may have been revoked before (spec 3.19)
     */
    boolean revoke(UUID id);

    /**
     * Forgets the keys that were revoked or have expired (spec 3.20).
     *
     * @return how many
     */
    int purge();

    /** Writes down what is to be written and gives back what this object holds. May be repeated. */
    @Override
    void close();
}
