package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.auth.NewKey;
import io.isol8.ports.SystemClock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
                    Instant revoked = SystemClock.INSTANCE.now();
                    await().pollInterval(Duration.ofMillis(10)).until(() -> {
                        Instant asked = SystemClock.INSTANCE.now();
                        boolean refused = !accepts(other, key);
                        assertThat(refused || asked.isBefore(revoked.plusSeconds(1)))
                                .isTrue();
                        return refused;
                    });
                }
            }
        }
    }

    private static boolean accepts(JdbiKeyStore store, NewKey key) {
        return store.validate(key.plainKey().value()).isPresent();
    }
}
