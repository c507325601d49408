package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.vorburger.exec.ManagedProcessException;
import io.isol8.domain.auth.ApiKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbKeyStoreIT extends JdbiKeyStoreContract {

    private static MariaDbServer server;

    @BeforeAll
    static void start() throws ManagedProcessException, SQLException {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stop() throws ManagedProcessException {
        server.close();
    }

    @Override
    String newDatabase() throws SQLException {
        return server.newDatabase("CHARACTER SET latin1");
    }

    @Override
    Connection connection() throws SQLException {
        return server.connection();
    }

    @Test
    void tenantsAreKeptApartInATableThatTakesThemForTheSame() throws SQLException {
        execute("ALTER TABLE api_keys CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
        for (String tenant : List.of("acme", "Acme", "acmé", "acme ")) {
            store().create("of " + tenant, tenant, HOUR);
        }

        for (String tenant : List.of("acme", "Acme", "acmé", "acme ")) {
            assertThat(store().list(tenant)).extracting(ApiKey::name).containsExactly("of " + tenant);
        }
    }
}
