package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.NewKey;
import io.isol8.ports.Clock;
import io.isol8.ports.KeyStore;
import io.isol8.testkit.KeyStoreContract;
import io.isol8.testkit.StoredKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What holds for keys in every database. */
abstract class JdbiKeyStoreContract extends KeyStoreContract {

    private static final int BATCH = 5_000;

    private String connectionString = "";

    /** A database that nobody has, empty. */
    abstract String newDatabase() throws SQLException;

    /** This test's database, the same one throughout a test. */
    final String connectionString() {
        try {
            connectionString = connectionString.isEmpty() ? newDatabase() : connectionString;
            return connectionString;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** This test's database, without isol8. */
    abstract Connection connection() throws SQLException;

    /** What the database calls a column whose name is several words, given as {@code key_hash}. */
    String column(String words) {
        return words;
    }

    @Override
    protected KeyStore connect(Clock itsClock) {
        return JdbiKeyStore.open(connectionString(), itsClock);
    }

    @Override
    protected void insert(List<StoredKey> keys) {
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            insert(connection, keys);
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void insert(Connection connection, List<StoredKey> keys) throws SQLException {
        String columns = String.join(
                ", ",
                "id",
                "name",
                column("key_hash"),
                column("key_prefix"),
                column("tenant_id"),
                column("created_at"),
                column("expires_at"),
                "revoked");
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO api_keys (" + columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            int waiting = 0;
            for (StoredKey key : keys) {
                statement.setString(1, key.apiKey().id().toString());
                statement.setString(2, key.apiKey().name());
                statement.setString(3, key.hash());
                statement.setString(4, key.apiKey().keyPrefix());
                statement.setString(5, key.apiKey().tenantId());
                statement.setString(6, withMilliseconds(key.apiKey().createdAt()));
                statement.setString(7, withMilliseconds(key.apiKey().expiresAt()));
                statement.setBoolean(8, key.apiKey().revoked());
                statement.addBatch();
                if (++waiting % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private static String withMilliseconds(Instant time) {
        String text = time.toString();
        return text.contains(".") ? text : text.replace("Z", ".000Z");
    }

    @Test
    void rowsAreWhatOtherServersExpect() throws SQLException {
        NewKey key = create();
        store().revoke(key.apiKey().id());

        assertThat(rows("SELECT id, name, " + column("key_hash") + ", " + column("key_prefix") + ", "
                        + column("tenant_id") + ", " + column("created_at") + ", " + column("expires_at") + ", "
                        + column("last_used_at") + " FROM api_keys"))
                .containsExactly(List.of(
                        key.apiKey().id().toString(),
                        "ci",
                        key.plainKey().hash(),
                        key.plainKey().prefix(),
                        "acme",
                        "2026-01-01T00:00:00.000Z",
                        "2026-01-01T01:00:00.000Z",
                        "null"));
        assertThat(rows("SELECT " + column("last_used_at") + " FROM api_keys WHERE revoked"))
                .hasSize(1);
    }

    @Test
    void aHashIsThereOnce() {
        NewKey key = create();
        StoredKey again = new StoredKey(
                NewKey.issue("x", "y", HOUR, clock.now()).apiKey(),
                key.plainKey().hash());

        assertThatThrownBy(() -> insert(List.of(again))).hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void manyServersStartOnAnEmptyDatabase() throws Exception {
        for (int round = 0; round < 5; round++) {
            execute("DROP TABLE api_keys");
            int servers = 6;
            CyclicBarrier start = new CyclicBarrier(servers);
            ConcurrentLinkedQueue<NewKey> keys = new ConcurrentLinkedQueue<>();

            onThreads(servers, () -> {
                start.await();
                try (KeyStore mine = connect(clock)) {
                    keys.add(mine.create("first", "acme", HOUR));
                }
                return null;
            });

            assertThat(store().list()).hasSize(servers);
            assertThat(keys).allSatisfy(key -> assertThat(accepts(store(), key)).isTrue());
        }
    }

    @Test
    void aTableOfAnotherShapeIsRefused() throws SQLException {
        execute("DROP TABLE api_keys");
        execute("CREATE TABLE api_keys (id VARCHAR(36) PRIMARY KEY, something INT)");

        assertUnavailable(() -> connect(clock));
    }

    @Test
    void aTableThatIsGoneIsAnError() throws SQLException {
        NewKey key = create();
        execute("DROP TABLE api_keys");

        assertUnavailable(() -> store().validate(key.plainKey().value()));
        assertUnavailable(() -> store().list());
    }

    @Test
    void aRowThatNobodyCanReadIsAnError() throws SQLException {
        NewKey key = create();
        execute("UPDATE api_keys SET " + column("expires_at") + " = 'tomorrow'");

        assertUnavailable(() -> store().validate(key.plainKey().value()));
    }

    @Test
    void hashesAreInNoMessage() throws SQLException {
        NewKey key = create();
        execute("DROP TABLE api_keys");

        assertThatThrownBy(() -> store().validate(key.plainKey().value()))
                .satisfies(failure -> assertThat(Texts.of(failure))
                        .doesNotContain(key.plainKey().hash())
                        .doesNotContain(key.plainKey().value()));
        assertThatThrownBy(() -> store().create("a name", "a tenant", HOUR))
                .satisfies(failure ->
                        assertThat(Texts.of(failure)).doesNotContain("a name").doesNotContainPattern("[0-9a-f]{64}"));
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final List<List<String>> rows(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE));
    }
}
