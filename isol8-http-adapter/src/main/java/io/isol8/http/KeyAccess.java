package io.isol8.http;

import io.isol8.domain.auth.ApiKey;
import io.isol8.ports.KeyStore;
import java.time.Duration;
import java.util.Optional;

/**
 * The master key, and the keys of a database beside it (spec 3.6). Thread-safe.
 *
 * @param master is asked first
 * @param store what the other keys are kept in
 * @param defaultTtl how long a key lasts unless somebody says otherwise
 */
public record KeyAccess(MasterKey master, KeyStore store, Duration defaultTtl) implements Authenticator {

    @Override
    public Optional<Caller> authenticate(String key) {
        return master.authenticate(key).or(() -> store.validate(key).map(KeyAccess::owner));
    }

    private static Caller owner(ApiKey key) {
        return new Caller(false, key.tenantId(), Optional.of(key.id().toString()));
    }
}
