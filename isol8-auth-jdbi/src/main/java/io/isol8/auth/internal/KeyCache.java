package io.isol8.auth.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.isol8.domain.auth.ApiKey;
import io.isol8.ports.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Keys as the database knew them a moment ago, so that not every request asks it. Keys that it did not know are not
 * remembered. Thread-safe; no lock is held while the database is asked.
 */
public final class KeyCache {

    /** Well under the second in which a key that was revoked elsewhere has to be refused. */
    static final Duration LIFETIME = Duration.ofMillis(500);

    static final int MOST = 10_000;

    private final Clock clock;
    private final Function<String, Optional<ApiKey>> database;
    private final Cache<String, Answer> answers =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    private final Object lock = new Object();
    private long revocations;

    /** @param askedAt nanoseconds of the clock, before the database was asked: the answer is at least as new */
    private record Answer(ApiKey key, long askedAt) {}

    /** @param database finds a key by its hash */
    public KeyCache(Clock clock, Function<String, Optional<ApiKey>> database) {
        this.clock = clock;
        this.database = database;
    }

    /** The key of that hash, as it is in the database or was there within the {@link #LIFETIME}. */
    public Optional<ApiKey> find(String hash) {
        long now = clock.nanos();
        Answer known = answers.getIfPresent(hash);
        if (known != null && now - known.askedAt() < LIFETIME.toNanos()) {
            return Optional.of(known.key());
        }
        long before = revocations();
        Optional<ApiKey> found = database.apply(hash);
        found.ifPresent(key -> remember(hash, new Answer(key, now), before));
        return found;
    }

    private long revocations() {
        synchronized (lock) {
            return revocations;
        }
    }

    /** Not if a key was revoked meanwhile: it may be this one, and the answer from before that. */
    private void remember(String hash, Answer answer, long before) {
        synchronized (lock) {
            if (revocations == before) {
                answers.put(hash, answer);
            }
        }
    }

    /** Has the database asked for that key again; to be called after it was changed there. */
    public void forget(UUID id) {
        synchronized (lock) {
            revocations++;
            answers.asMap().values().removeIf(answer -> answer.key().id().equals(id));
        }
    }

    /** How many keys are remembered. */
    long size() {
        answers.cleanUp();
        return answers.estimatedSize();
    }
}
