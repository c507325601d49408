package io.isol8.testkit;

import io.isol8.ports.Clock;
import io.isol8.ports.KeyStore;
import java.util.List;

class InMemoryKeyStoreContractTest extends KeyStoreContract {

    private final InMemoryKeyStore keys = new InMemoryKeyStore(clock);

    @Override
    protected KeyStore connect(Clock itsClock) {
        return keys.sharedWith(itsClock);
    }

    @Override
    protected void insert(List<StoredKey> stored) {
        stored.forEach(keys::insert);
    }
}
