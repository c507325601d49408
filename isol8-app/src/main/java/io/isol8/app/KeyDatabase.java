package io.isol8.app;

import io.isol8.auth.JdbiKeyStore;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Auth;
import io.isol8.http.Authenticator;
import io.isol8.http.KeyAccess;
import io.isol8.http.MasterKey;
import io.isol8.ports.KeyStore;
import io.isol8.ports.SystemClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of keys that a server was asked to use, if it was (spec 3.10): opened, swept, closed. */
final class KeyDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeyDatabase.class);

    /** What is open while there is a database. */
    private record Open(KeyStore store, String description, ScheduledExecutorService sweeper) {}

    private final Auth settings;
    private final Optional<Open> open;

    private KeyDatabase(Auth settings, Optional<Open> open) {
        this.settings = settings;
        this.open = open;
    }

    /**
     * @param asked the connection string of the command line, empty for the default one
     * @throws Isol8Exception if it makes no sense or does not answer
     */
    static KeyDatabase of(Optional<String> asked, Auth settings, Map<String, String> environment) {
        if (asked.isEmpty() && !settings.enabled()) {
            return new KeyDatabase(settings, Optional.empty());
        }
        String connection = asked.filter(text -> !text.isEmpty())
                .or(settings::connectionString)
                .orElseGet(() -> Home.of(environment).resolve("auth.db").toString());
        KeyStore store = JdbiKeyStore.open(connection, SystemClock.INSTANCE);
        return new KeyDatabase(
                settings,
                Optional.of(
                        new Open(store, JdbiKeyStore.redacted(connection), sweep(store, settings.cleanupInterval()))));
    }

    private static ScheduledExecutorService sweep(KeyStore store, Duration interval) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "isol8-key-sweeper");
            thread.setDaemon(true);
            return thread;
        });
        timer.scheduleWithFixedDelay(
                () -> sweep(store), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return timer;
    }

    private static void sweep(KeyStore store) {
        try {
            log.debug("{} keys deleted that are no longer accepted", store.purge());
        } catch (Isol8Exception e) {
            log.warn("Keys that are no longer accepted could not be deleted: {}", e.message());
        }
    }

    /** Who is let in: the master, and the owners of keys if there is a database. */
    Authenticator access(MasterKey master) {
        return open.<Authenticator>map(database -> new KeyAccess(master, database.store(), settings.defaultTtl()))
                .orElse(master);
    }

    /** A line for whoever starts the server, without any password; nothing if there is no database. */
    String description() {
        return open.map(database -> "\n       Auth DB: " + database.description())
                .orElse("");
    }

    @Override
    public void close() {
        open.ifPresent(database -> {
            database.sweeper().shutdownNow();
            database.store().close();
        });
    }
}
