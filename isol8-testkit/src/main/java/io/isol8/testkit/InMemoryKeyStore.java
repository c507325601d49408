package io.isol8.testkit;

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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Keys that are forgotten with the object; what is done to them is seen everywhere at once. Thread-safe. */
public final class InMemoryKeyStore implements KeyStore {

    private static final Comparator<ApiKey> NEWEST_FIRST =
            Comparator.comparing(ApiKey::createdAt).reversed().thenComparing(ApiKey::id);

    private final Map<String, ApiKey> keys;
    private final Clock clock;
    private volatile boolean available = true;
    private volatile boolean closed;

    public InMemoryKeyStore(Clock clock) {
        this(clock, new ConcurrentHashMap<>());
    }

    private InMemoryKeyStore(Clock clock, Map<String, ApiKey> keys) {
        this.clock = clock;
        this.keys = keys;
    }

    /** Another store of the same keys, like that of a second server. */
    public InMemoryKeyStore sharedWith(Clock otherClock) {
        return new InMemoryKeyStore(otherClock, keys);
    }

    /** Whether the database answers from now on. */
    public void available(boolean available) {
        this.available = available;
    }

    /** Puts in a key as it is. */
    public void insert(StoredKey key) {
        keys.put(key.hash(), key.apiKey());
    }

    @Override
    public NewKey create(String name, String tenantId, Duration ttl) {
        requireAnswer();
        NewKey key = NewKey.issue(name, tenantId, ttl, clock.now());
        keys.put(key.plainKey().hash(), key.apiKey());
        return key;
    }

    @Override
    public Optional<ApiKey> validate(String presented) {
        requireAnswer();
        Instant now = clock.now();
        return PlainKey.parse(presented)
                .map(key -> keys.computeIfPresent(key.hash(), (hash, known) -> used(known, now)))
                .filter(key -> key.isUsableAt(now));
    }

    private static ApiKey used(ApiKey key, Instant now) {
        boolean news = key.lastUsedAt().map(now::isAfter).orElse(true);
        return news && key.isUsableAt(now) ? copy(key, Optional.of(now), false) : key;
    }

    @Override
    public List<ApiKey> list() {
        return list(key -> true);
    }

    @Override
    public List<ApiKey> list(String tenantId) {
        KeyRules.tenantId(tenantId);
        return list(key -> key.tenantId().equals(tenantId));
    }

    private List<ApiKey> list(Predicate<ApiKey> wanted) {
        requireAnswer();
        return keys.values().stream().filter(wanted).sorted(NEWEST_FIRST).toList();
    }

    @Override
    public boolean revoke(UUID id) {
        requireAnswer();
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .anyMatch(entry ->
                        keys.computeIfPresent(entry.getKey(), (hash, key) -> copy(key, key.lastUsedAt(), true))
                                != null);
    }

    @Override
    public int purge() {
        requireAnswer();
        Instant now = clock.now();
        List<String> useless = keys.entrySet().stream()
                .filter(entry -> !entry.getValue().isUsableAt(now))
                .map(Map.Entry::getKey)
                .toList();
        return (int) useless.stream().filter(hash -> keys.remove(hash) != null).count();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireAnswer() {
        if (closed) {
            throw new Isol8Exception(ErrorCode.KEY_STORE_UNAVAILABLE, "The key store is closed.");
        }
        if (!available) {
            throw new Isol8Exception(
                    ErrorCode.KEY_STORE_UNAVAILABLE, "The key store is not available on request of a test.");
        }
    }

    private static ApiKey copy(ApiKey key, Optional<Instant> lastUsedAt, boolean revoked) {
        return new ApiKey(
                key.id(),
                key.name(),
                key.keyPrefix(),
                key.tenantId(),
                key.createdAt(),
                key.expiresAt(),
                lastUsedAt,
                revoked);
    }
}
