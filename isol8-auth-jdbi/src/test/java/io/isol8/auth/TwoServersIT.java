package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.auth.NewKey;
import io.isol8.ports.SystemClock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two servers on one PostgreSQL, in real time. */
class TwoServersIT {

    @Test
    void whatOneRevokesTheOtherRefusesWithinASecond() throws IOException, SQLException {
        try (PostgresServer server = PostgresServer.start()) {
            String connectionString = server.newDatabase();
            try (JdbiKeyStore one = JdbiKeyStore.open(connectionString, SystemClock.INSTANCE);
                    JdbiKeyStore other = JdbiKeyStore.open(connectionString, SystemClock.INSTANCE)) {
                for (int round = 0; round < 5; round++) {
                    NewKey key = one.create("ci", "acme", Duration.ofHours(1));
                    assertThat(accepts(one, key)).isTrue();
                    assertThat(accepts(other, key)).isTrue();

                    one.revoke(key.apiKey().id());

                    assertThat(accepts(one, key)).isFalse();
                    await().pollInterval(Duration.ofMillis(10))
                            .atMost(Duration.ofSeconds(1))
                            .until(() -> !accepts(other, key));
                }
            }
        }
    }

    private static boolean accepts(JdbiKeyStore store, NewKey key) {
        return store.validate(key.plainKey().value()).isPresent();
    }
}
