package io.isol8.testkit;

import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import io.isol8.domain.auth.PlainKey;
import io.isol8.ports.Clock;
import io.isol8.ports.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What a contract needs to know about the key store under test, and how it talks to it. */
public abstract class KeyStoreHarness {

    /** Longer than anything here takes; running out of it is a failure. */
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    protected static final Duration HOUR = Duration.ofHours(1);

    /** What the stores of a test see unless they get a clock of their own. */
    protected final TestClock clock = new TestClock();

    private final List<KeyStore> opened = new ArrayList<>();
    private @Nullable KeyStore store;

    /** A new store of this test's keys, of which there are none at first. Who asks for it closes it. */
    protected abstract KeyStore connect(Clock clock);

    /** Puts keys in as they are, many at a time. */
    protected abstract void insert(List<StoredKey> keys);

    @BeforeEach
    void openTheStore() {
        store = open(clock);
    }

    @AfterEach
    void closeTheStores() {
        opened.forEach(KeyStore::close);
    }

    /** The store under test. */
    protected final KeyStore store() {
        return Objects.requireNonNull(store, "no test has begun");
    }

    /** Another one, like that of a second server; it is closed after the test. */
    protected final KeyStore open(Clock itsClock) {
        KeyStore other = connect(itsClock);
        opened.add(other);
        return other;
    }

    /** A clock that is wrong by so much. */
    protected final Clock skewed(Duration by) {
        return new Clock() {
            @Override
            public Instant now() {
                return clock.now().plus(by);
            }

            @Override
            public long nanos() {
                return clock.nanos();
            }
        };
    }

    protected final NewKey create() {
        return store().create("ci", "acme", HOUR);
    }

    protected static boolean accepts(KeyStore store, NewKey key) {
        return store.validate(key.plainKey().value()).isPresent();
    }

    /** What the store under test tells about a key when it lists it. */
    protected final ApiKey listed(NewKey key) {
        return store().list().stream()
                .filter(listed -> listed.id().equals(key.apiKey().id()))
                .findFirst()
                .orElseThrow();
    }

    /** A row that somebody else wrote, for a key that lasts an hour from {@code createdAt}. */
    protected static StoredKey stored(PlainKey plain, String tenantId, Instant createdAt) {
        return new StoredKey(
                new ApiKey(
                        UUID.randomUUID(),
                        "stored",
                        plain.prefix(),
                        tenantId,
                        createdAt,
                        createdAt.plus(HOUR),
                        Optional.empty(),
                        false),
                plain.hash());
    }

    /** Does the same on some threads at the same time; the first failure is the test's. */
    protected static void onThreads(int threads, Callable<?> task) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                done.add(pool.submit(task));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("on a thread: " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
