package io.isol8.auth;

import io.isol8.auth.internal.ConnectionString;
import io.isol8.auth.internal.KeyCache;
import io.isol8.auth.internal.KeyDatabase;
import io.isol8.auth.internal.LastUses;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.KeyRules;
import io.isol8.domain.auth.NewKey;
import io.isol8.domain.auth.PlainKey;
import io.isol8.ports.Clock;
import io.isol8.ports.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * API keys in SQLite, PostgreSQL, MySQL or MariaDB (spec 3.11 to 3.21). Thread-safe.
 *
 * <p>A key that was accepted is remembered for half a second, so that most requests do not ask the database.
 */
public final class JdbiKeyStore implements KeyStore {

    private final KeyDatabase database;
    private final Clock clock;
    private final KeyCache cache;
    private final LastUses lastUses;
    private volatile boolean closed;

    private JdbiKeyStore(KeyDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.cache = new KeyCache(clock, database::find);
        this.lastUses = new LastUses(database::used);
    }

    /**
     * Opens the database and makes the table if it is missing (spec 3.13).
     *
     * @param connectionString {@code postgres://}, {@code postgresql://} or {@code mysql://} with
     *     {@code user:password@host:port/database?parameter=value}, everything percent-encoded that is not a letter, a
     *     digit or a dash; anything else is the path of a SQLite file, which may begin with {@code ~/}. A missing file
     *     is made (mode 0600), and so are its directories (0700).
     * @throws Isol8Exception with {@code INVALID_REQUEST} if the text makes no sense, {@code KEY_STORE_UNAVAILABLE} if
     *     the database cannot be used
     */
    public static JdbiKeyStore open(String connectionString, Clock clock) {
        return new JdbiKeyStore(KeyDatabase.open(ConnectionString.parse(connectionString, System.getenv())), clock);
    }

    /** A connection string as it may be shown and logged: with {@code ***} for passwords. Never fails. */
    public static String redacted(String connectionString) {
        return ConnectionString.redacted(connectionString);
    }

    @Override
    public NewKey create(String name, String tenantId, Duration ttl) {
        requireOpen();
        NewKey key = NewKey.issue(name, tenantId, ttl, clock.now());
        database.insert(key);
        return key;
    }

    @Override
    public Optional<ApiKey> validate(String presented) {
        requireOpen();
        Instant now = clock.now();
        Optional<ApiKey> usable =
                PlainKey.parse(presented).flatMap(key -> cache.find(key.hash())).filter(key -> key.isUsableAt(now));
        usable.ifPresent(key -> lastUses.note(key.id(), now));
        return usable;
    }

    @Override
    public List<ApiKey> list() {
        requireOpen();
        return database.list();
    }

    @Override
    public List<ApiKey> list(String tenantId) {
        requireOpen();
        return database.list(KeyRules.tenantId(tenantId));
    }

    @Override
    public boolean revoke(UUID id) {
        requireOpen();
        try {
            return database.revoke(id);
        } finally {
            cache.forget(id);
        }
    }

    @Override
    public int purge() {
        requireOpen();
        return database.purge(clock.now());
    }

    private void requireOpen() {
        if (closed) {
            throw new Isol8Exception(ErrorCode.KEY_STORE_UNAVAILABLE, "The key store is closed.");
        }
    }

    @Override
    public void close() {
        closed = true;
        lastUses.close();
        database.close();
    }

    /** Where the keys are, without passwords. */
    @Override
    public String toString() {
        return "JdbiKeyStore[" + database + "]";
    }
}
