package io.isol8.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final TestClock clock = new TestClock();
    private final Map<String, ApiKey> database = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private Runnable whileAsking = () -> {};
    private final KeyCache cache = new KeyCache(clock, hash -> {
        questions.incrementAndGet();
        Optional<ApiKey> answer = Optional.ofNullable(database.get(hash));
        whileAsking.run();
        return answer;
    });

    @Test
    void theDatabaseIsAskedOnceInAWhile() {
        ApiKey key = put("a");

        for (int i = 0; i < 1000; i++) {
            assertThat(cache.find("a")).contains(key);
        }
        assertThat(questions).hasValue(1);

        clock.advance(KeyCache.LIFETIME.minus(MOMENT));
        cache.find("a");
        assertThat(questions).hasValue(1);

        clock.advance(MOMENT);
        cache.find("a");
        assertThat(questions).hasValue(2);
    }

    @Test
    void useDoesNotMakeAnAnswerLastLonger() {
        put("a");
        cache.find("a");

        for (int i = 0; i < 10; i++) {
            clock.advance(KeyCache.LIFETIME.dividedBy(10));
            cache.find("a");
        }

        assertThat(questions).hasValue(2);
    }

    @Test
    void anAnswerIsAsOldAsItsQuestion() {
        put("a");
        whileAsking = () -> clock.advance(KeyCache.LIFETIME.minus(MOMENT));
        cache.find("a");
        whileAsking = () -> {};

        clock.advance(MOMENT);
        database.clear();

        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void anAnswerIsWellUnderASecondOld() {
        assertThat(KeyCache.LIFETIME).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void unknownKeysAreAskedForEveryTime() {
        assertThat(cache.find("a")).isEmpty();

        ApiKey key = put("a");

        assertThat(cache.find("a")).contains(key);
    }

    @Test
    void aForgottenKeyIsAskedForAgain() {
        ApiKey key = put("a");
        ApiKey other = put("b");
        cache.find("a");
        cache.find("b");

        database.clear();
        cache.forget(key.id());

        assertThat(cache.find("a")).isEmpty();
        assertThat(cache.find("b")).contains(other);
    }

    @Test
    void anAnswerFromBeforeAKeyWasForgottenIsNotKept() {
        ApiKey key = put("a");
        whileAsking = () -> {
            database.clear();
            cache.forget(key.id());
        };
        assertThat(cache.find("a")).contains(key);
        whileAsking = () -> {};

        assertThat(cache.find("a")).isEmpty();
    }

    @Test
    void noMoreThanSoManyAreRemembered() {
        for (int i = 0; i < 3 * KeyCache.MOST; i++) {
            put("key " + i);
            cache.find("key " + i);
        }

        assertThat(cache.size()).isLessThanOrEqualTo(KeyCache.MOST);
    }

    @Test
    void whatTheDatabaseCannotAnswerIsNotKeptEither() {
        put("a");
        whileAsking = () -> {
            throw new IllegalStateException("gone");
        };
        assertThatThrownBy(() -> cache.find("a")).hasMessage("gone");
        whileAsking = () -> {};

        assertThat(cache.find("a")).isPresent();
    }

    private ApiKey put(String hash) {
        ApiKey key =
                NewKey.issue("ci", "acme", Duration.ofHours(1), clock.now()).apiKey();
        database.put(hash, key);
        return key;
    }
}
