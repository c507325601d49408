package io.isol8.auth.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.DriverDataSource;
import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of keys, over a pool of connections. Failures come in isol8's words. Thread-safe. */
public final class KeyDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeyDatabase.class);
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(2);
    private static final Duration VALIDATION_PATIENCE = Duration.ofSeconds(1);

    /** For statements that look at every row. */
    private static final Duration ROWS_PATIENCE = Duration.ofMinutes(1);

    private final DatabaseAddress address;
    private final DatabaseErrors errors;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private KeyDatabase(DatabaseAddress address, DatabaseErrors errors, HikariDataSource pool) {
        this.address = address;
        this.errors = errors;
        this.pool = pool;
        this.jdbi = KeyMapping.on(pool, address.dialect());
    }

    /** @throws io.isol8.domain.Isol8Exception with {@code KEY_STORE_UNAVAILABLE}; nothing is left open then */
    public static KeyDatabase open(DatabaseAddress address) {
        address.prepare();
        DatabaseErrors errors = new DatabaseErrors(address);
        KeyDatabase database = new KeyDatabase(address, errors, connect(address, errors));
        try {
            database.all(handle -> {
                database.requireTable(handle);
                return true;
            });
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return database;
    }

    private static HikariDataSource connect(DatabaseAddress address, DatabaseErrors errors) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("isol8-keys");
        config.setDataSource(new DriverDataSource(address.jdbcUrl(), null, address.properties(), null, null));
        config.setMaximumPoolSize(address.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        config.setValidationTimeout(VALIDATION_PATIENCE.toMillis());
        config.setInitializationFailTimeout(Math.max(1, address.startPatience().toMillis()));
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw errors.unavailable(e);
        }
    }

    /** Others may be making the table at the same time: then making it fails here, and it is there all the same. */
    private void requireTable(Handle handle) {
        if (hasTable(handle)) {
            return;
        }
        try {
            handle.useTransaction(transaction ->
                    transaction.createScript(address.dialect().creation()).execute());
        } catch (JdbiException e) {
            if (!hasTable(handle)) {
                throw e;
            }
        }
        handle.attach(ApiKeyDao.class).probe();
    }

    private boolean hasTable(Handle handle) {
        try {
            handle.attach(ApiKeyDao.class).probe();
            return true;
        } catch (JdbiException e) {
            log.debug("No table of keys yet: {}", errors.reason(e));
            return false;
        }
    }

    public void insert(NewKey key) {
        one(keys -> {
            keys.insert(key.apiKey(), key.plainKey().hash());
            return true;
        });
    }

    public Optional<ApiKey> find(String hash) {
        return one(keys -> keys.find(hash));
    }

    /** @return whether there is such a key */
    public boolean revoke(UUID id) {
        return one(keys -> keys.setRevoked(id, true) > 0);
    }

    /** Writes down when keys were used, unless something later stands there. */
    public void used(Map<UUID, Instant> uses) {
        Map<UUID, Instant> inOrder = new TreeMap<>(uses);
        one(keys -> {
            keys.used(List.copyOf(inOrder.keySet()), List.copyOf(inOrder.values()));
            return true;
        });
    }

    /** Newest first. */
    public List<ApiKey> list() {
        return all(handle -> handle.attach(ApiKeyDao.class).list());
    }

    /** Newest first. */
    public List<ApiKey> list(String tenantId) {
        return all(handle -> handle.attach(ApiKeyDao.class).list(tenantId)).stream()
                .filter(key -> key.tenantId().equals(tenantId))
                .toList();
    }

    /** @return how many keys are gone */
    public int purge(Instant now) {
        return all(handle -> handle.attach(ApiKeyDao.class).delete(true, now));
    }

    /** What is quick unless the database is in trouble. */
    private <T> T one(Function<ApiKeyDao, T> question) {
        return answer(handle -> question.apply(handle.attach(ApiKeyDao.class)));
    }

    /** What may take its time. */
    private <T> T all(Function<Handle, T> question) {
        return answer(handle -> {
            handle.getConnection().setNetworkTimeout(Runnable::run, Math.toIntExact(ROWS_PATIENCE.toMillis()));
            return question.apply(handle);
        });
    }

    private <T> T answer(HandleCallback<T, SQLException> question) {
        try {
            return jdbi.withHandle(question);
        } catch (JdbiException | SQLException e) {
            throw errors.unavailable(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Where it is, without passwords. */
    @Override
    public String toString() {
        return address.toString();
    }
}
