package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryKeyStoreTest {

    private final TestClock clock = new TestClock();
    private final InMemoryKeyStore store = new InMemoryKeyStore(clock);

    @Test
    void itsDatabaseGoesAndComesBack() {
        String key = store.create("ci", "acme", Duration.ofHours(1)).plainKey().value();

        store.available(false);
        assertThatThrownBy(() -> store.validate(key))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE));

        store.available(true);
        assertThat(store.validate(key)).isPresent();
    }

    @Test
    void storesThatShareTheirKeysSeeThem() {
        String key = store.create("ci", "acme", Duration.ofHours(1)).plainKey().value();

        assertThat(store.sharedWith(clock).validate(key)).isPresent();
        assertThat(new InMemoryKeyStore(clock).validate(key)).isEmpty();
    }
}
