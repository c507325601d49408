package io.isol8.auth;

import io.isol8.domain.auth.NewKey;
import io.isol8.ports.SystemClock;
import java.time.Duration;

/** A server in a process of its own: {@code <connection string> <number of keys>}. */
final class CreateKeysMain {

    private CreateKeysMain() {}

    public static void main(String[] args) {
        try (JdbiKeyStore store = JdbiKeyStore.open(args[0], SystemClock.INSTANCE)) {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                NewKey key = store.create("ci", "acme", Duration.ofHours(1));
                if (store.validate(key.plainKey().value()).isEmpty()) {
                    throw new IllegalStateException("a new key was refused");
                }
            }
        }
    }
}
