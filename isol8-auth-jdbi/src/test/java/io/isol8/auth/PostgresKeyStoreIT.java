package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.auth.NewKey;
import io.isol8.ports.KeyStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresKeyStoreIT extends JdbiKeyStoreContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    String newDatabase() throws SQLException {
        return server.newDatabase();
    }

    @Override
    Connection connection() throws SQLException {
        return server.connection();
    }

    @Test
    void aTableWhoseIdsAreOfTheirOwnTypeIsUsed() throws SQLException {
        execute("ALTER TABLE api_keys ALTER COLUMN id TYPE uuid USING id::uuid");
        NewKey key = create();

        assertThat(accepts(store(), key)).isTrue();
        assertThat(store().list("acme")).hasSize(1);
        assertThat(store().revoke(key.apiKey().id())).isTrue();
        assertThat(accepts(store(), key)).isFalse();
    }

    @Test
    void aUserWhoMayOnlyUseTheTableCanOpenIt() throws SQLException {
        connectionString();
        execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        execute("ALTER TABLE api_keys OWNER TO postgres");
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys TO \"" + PostgresServer.USER + "\"");

        try (KeyStore other = connect(clock)) {
            assertThat(accepts(other, other.create("ci", "acme", HOUR))).isTrue();
        }
    }
}
