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
    private String connectionString = "";

    @BeforeAll
    static void start() throws ManagedProcessException, SQLException {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void stop() throws ManagedProcessException {
        server.close();
    }

    @Override
    String connectionString() {
        if (connectionString.isEmpty()) {
            connectionString = newDatabase();
        }
        return connectionString;
    }

    private static String newDatabase() {
        try {
            return server.newDatabase("CHARACTER SET latin1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    Connection connection() throws SQLException {
        return server.connection();
    }

    @Override
    String column(String words) {
        return words;
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
