package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import io.isol8.domain.auth.PlainKey;
import io.isol8.ports.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every key store does: the promises of {@link io.isol8.ports.KeyStore}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class KeyStoreContract extends KeyStoreHarness {

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    @Test
    void aNewKeyIsAcceptedForItsTenant() {
        NewKey key = store().create("ci", "acme", HOUR);

        assertThat(key.apiKey().createdAt()).isEqualTo(clock.now());
        assertThat(key.apiKey().expiresAt()).isEqualTo(clock.now().plus(HOUR));
        assertThat(store().validate(key.plainKey().value()).map(KeyStoreContract::unused))
                .contains(key.apiKey());
    }

    @Test
    void aKeyIsAcceptedAgainAndAgain() {
        NewKey key = create();

        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofMillis(173));
            assertThat(accepts(store(), key)).isTrue();
        }
    }

    @Test
    void keysThatNobodyMadeAreRefused() {
        create();

        assertThat(store().validate(PlainKey.random().value())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("noKeys")
    void whatIsNoKeyIsRefused(String presented) {
        create();

        assertThat(store().validate(presented)).isEmpty();
    }

    static Stream<String> noKeys() {
        return Stream.of(
                "",
                " ",
                "isol8_",
                "isol8_%",
                "' OR '1'='1",
                "isol8_' OR revoked = 0 --",
                "\0",
                "\ud800",
                "😀".repeat(70),
                "isol8_" + "a".repeat(1 << 20));
    }

    @Test
    void aKeyIsComparedToTheLetter() {
        String key = create().plainKey().value();

        assertThat(store().validate(key.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(store().validate(key + " ")).isEmpty();
        assertThat(store().validate(" " + key)).isEmpty();
        assertThat(store().validate(key.substring(0, key.length() - 1))).isEmpty();
    }

    @Test
    void aKeyIsAcceptedUntilItsLastMoment() {
        NewKey key = store().create("short", "acme", Duration.ofMillis(1500));

        clock.advance(Duration.ofMillis(1500));
        assertThat(accepts(store(), key)).isTrue();

        clock.advance(MILLISECOND);
        assertThat(accepts(store(), key)).isFalse();
        assertThat(listed(key).revoked()).isFalse();
    }

    @Test
    void aKeyMayLastAMillisecondOrAHundredYears() {
        NewKey brief = store().create("brief", "acme", MILLISECOND);
        NewKey lasting = store().create("lasting", "acme", Duration.ofDays(36_500));

        clock.advance(Duration.ofMillis(2));

        assertThat(accepts(store(), brief)).isFalse();
        assertThat(accepts(store(), lasting)).isTrue();
        assertThat(listed(lasting).expiresAt()).isEqualTo(lasting.apiKey().expiresAt());
    }

    @Test
    void aRevokedKeyIsRefusedFromTheNextCallOn() {
        NewKey key = create();
        NewKey other = create();
        assertThat(accepts(store(), key)).isTrue();

        assertThat(store().revoke(key.apiKey().id())).isTrue();

        assertThat(accepts(store(), key)).isFalse();
        assertThat(accepts(store(), other)).isTrue();
        assertThat(listed(key).revoked()).isTrue();
    }

    @Test
    void revokingTwiceIsRevoking() {
        NewKey key = create();

        assertThat(store().revoke(key.apiKey().id())).isTrue();
        assertThat(store().revoke(key.apiKey().id())).isTrue();
        assertThat(accepts(store(), key)).isFalse();
    }

    @Test
    void expiredKeysCanBeRevoked() {
        NewKey key = store().create("short", "acme", MILLISECOND);
        clock.advance(HOUR);

        assertThat(store().revoke(key.apiKey().id())).isTrue();
    }

    @Test
    void whatDoesNotExistCannotBeRevoked() {
        NewKey key = create();
        store().revoke(key.apiKey().id());
        store().purge();

        assertThat(store().revoke(key.apiKey().id())).isFalse();
        assertThat(store().revoke(UUID.randomUUID())).isFalse();
        assertThat(store().revoke(new UUID(0, 0))).isFalse();
    }

    @Test
    void purgingForgetsRevokedAndExpiredKeysOnly() {
        NewKey kept = create();
        NewKey lastMoment = store().create("last moment", "acme", Duration.ofSeconds(10));
        NewKey expired = store().create("expired", "acme", Duration.ofMillis(9_999));
        NewKey revoked = create();
        store().revoke(revoked.apiKey().id());
        clock.advance(Duration.ofSeconds(10));

        assertThat(store().purge()).isEqualTo(2);

        assertThat(ids(store().list()))
                .containsExactlyInAnyOrder(
                        kept.apiKey().id(), lastMoment.apiKey().id());
        assertThat(accepts(store(), kept)).isTrue();
        assertThat(accepts(store(), lastMoment)).isTrue();
        assertThat(accepts(store(), expired)).isFalse();
        assertThat(accepts(store(), revoked)).isFalse();
        assertThat(store().purge()).isZero();
    }

    @Test
    void keysAreListedNewestFirst() {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            made.add(0, create().apiKey().id());
            clock.advance(Duration.ofMillis(i % 2 == 0 ? 1 : 999));
        }

        assertThat(ids(store().list())).isEqualTo(made);
        assertThat(ids(store().list("acme"))).isEqualTo(made);
    }

    @Test
    void keysOfOneMomentKeepTheirOrder() {
        for (int i = 0; i < 20; i++) {
            create();
        }

        assertThat(store().list()).hasSize(20).isEqualTo(store().list()).isEqualTo(store().list("acme"));
    }

    @Test
    void aTenantsKeysAreItsOwnToTheLetter() {
        List<String> tenants = List.of(
                "acme", "Acme", "ACME", "acmé", "acme ", " acme", "acm%", "acm_", "a", "acme\u200b", "ａcme", "default");
        tenants.forEach(tenant -> store().create("of " + tenant, tenant, HOUR));

        for (String tenant : tenants) {
            assertThat(store().list(tenant)).singleElement().satisfies(key -> {
                assertThat(key.tenantId()).isEqualTo(tenant);
                assertThat(key.name()).isEqualTo("of " + tenant);
            });
        }
        assertThat(store().list("nobody")).isEmpty();
        assertThat(store().list("%")).isEmpty();
        assertThat(store().list()).hasSameSizeAs(tenants);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void anyScriptIsKeptAsItIs(String text) {
        NewKey key = store().create(text, text, HOUR);

        assertThat(key.apiKey().name()).isEqualTo(text);
        assertThat(store().validate(key.plainKey().value()).map(KeyStoreContract::unused))
                .contains(key.apiKey());
        assertThat(store().list()).map(KeyStoreContract::unused).containsExactly(key.apiKey());
        assertThat(store().list(text)).map(KeyStoreContract::unused).containsExactly(key.apiKey());
        assertThat(store().revoke(key.apiKey().id())).isTrue();
        assertThat(listed(key).name()).isEqualTo(text);
    }

    static Stream<String> texts() {
        return Stream.of(
                "👩‍👩‍👧‍👦 family 🇺🇳 😀",
                "مفتاح البناء",
                "\u202Eright to left\u202C",
                "Zażółć gęślą jaźń ß ẞ İ ı",
                "密钥 鍵 열쇠",
                "e\u0301 is not é",
                "\uFFFD\uFEFF\uFFFF",
                "'; DROP TABLE api_keys; --",
                "\" OR \"\"=\"",
                "' UNION SELECT keyHash FROM api_keys --",
                "\\' \\\\ \\0 \\n \\%",
                "Robert`); -- /* */ # ?",
                ":name <id> <key_hash> ${x} {0} $1 @@version ?? ?|",
                "%_[a-z]*",
                "NULL",
                "😀".repeat(255));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nb", "a\0b", "\ud83d", "\u2028x"})
    void badTextsAreRefusedAndNothingIsMade(String text) {
        assertInvalid(() -> store().create(text, "acme", HOUR));
        assertInvalid(() -> store().create("ci", text, HOUR));
        assertInvalid(() -> store().list(text));
        assertInvalid(() -> store().create("x".repeat(256), "acme", HOUR));
        assertInvalid(() -> store().create("ci", "x".repeat(256), HOUR));

        assertThat(store().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0005S", "P36501D", "PT9223372036854775807S"})
    void badTimesAreRefusedAndNothingIsMade(Duration ttl) {
        assertInvalid(() -> store().create("ci", "acme", ttl));

        assertThat(store().list()).isEmpty();
    }

    @Test
    void theHashIsNeverTold() {
        NewKey key = create();
        String hash = key.plainKey().hash();
        String secret = key.plainKey().value().substring(10);

        assertThat(List.of(
                        key.toString(),
                        store().validate(key.plainKey().value()).toString(),
                        store().list().toString(),
                        store().list("acme").toString(),
                        store().toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain(hash).doesNotContain(secret));
    }

    @Test
    void whenAKeyWasUsedIsWrittenDownInTheEnd() {
        NewKey key = create();
        assertThat(listed(key).lastUsedAt()).isEmpty();

        clock.advance(Duration.ofSeconds(5));
        accepts(store(), key);
        Instant first = clock.now();
        await().atMost(PATIENCE).until(() -> listed(key).lastUsedAt().equals(Optional.of(first)));

        clock.advance(Duration.ofSeconds(5));
        accepts(store(), key);
        Instant second = clock.now();
        await().atMost(PATIENCE).until(() -> listed(key).lastUsedAt().equals(Optional.of(second)));
    }

    @Test
    void refusedKeysAreNotUsed() {
        NewKey revoked = create();
        NewKey expired = store().create("short", "acme", MILLISECOND);
        store().revoke(revoked.apiKey().id());
        clock.advance(HOUR);
        KeyStore other = connect(clock);
        accepts(other, revoked);
        accepts(other, expired);
        other.close();

        assertThat(listed(revoked).lastUsedAt()).isEmpty();
        assertThat(listed(expired).lastUsedAt()).isEmpty();
    }

    @Test
    void closingWritesDownWhatIsToBeWritten() {
        List<NewKey> keys = Stream.generate(this::create).limit(50).collect(Collectors.toCollection(ArrayList::new));
        clock.advance(Duration.ofSeconds(5));
        KeyStore other = connect(clock);
        keys.forEach(key -> accepts(other, key));

        other.close();

        assertThat(store().list())
                .hasSize(50)
                .allSatisfy(key -> assertThat(key.lastUsedAt()).contains(clock.now()));
    }

    @Test
    void theLastUseDoesNotGoBack() {
        NewKey key = create();
        KeyStore ahead = connect(skewed(Duration.ofMinutes(10)));
        KeyStore behind = connect(skewed(Duration.ofMinutes(-10)));
        accepts(ahead, key);
        accepts(behind, key);

        ahead.close();
        behind.close();

        assertThat(listed(key).lastUsedAt()).contains(clock.now().plus(Duration.ofMinutes(10)));
    }

    @Test
    void serversOfWrongClocksAcceptEachOthersKeys() {
        KeyStore ahead = open(skewed(Duration.ofMinutes(30)));
        KeyStore behind = open(skewed(Duration.ofMinutes(-30)));
        NewKey fromTheFuture = ahead.create("ahead", "acme", HOUR);
        NewKey fromThePast = behind.create("behind", "acme", HOUR);

        for (KeyStore any : List.of(ahead, store(), behind)) {
            assertThat(accepts(any, fromTheFuture)).isTrue();
            assertThat(ids(any.list()))
                    .containsExactly(
                            fromTheFuture.apiKey().id(), fromThePast.apiKey().id());
        }
        assertThat(accepts(store(), fromThePast)).isTrue();
        assertThat(accepts(behind, fromThePast)).isTrue();
    }

    @Test
    void whetherAKeyHasExpiredIsForTheServersOwnClockToSay() {
        NewKey key = create();
        KeyStore ahead = open(skewed(HOUR.plus(MILLISECOND)));
        KeyStore behind = open(skewed(HOUR.negated()));

        assertThat(accepts(ahead, key)).isFalse();
        assertThat(accepts(behind, key)).isTrue();
        clock.advance(HOUR.plus(MILLISECOND));
        assertThat(accepts(store(), key)).isFalse();
        assertThat(accepts(behind, key)).isTrue();
    }

    @Test
    void whatOneServerMakesTheOtherAccepts() {
        KeyStore other = open(clock);
        PlainKey plain = PlainKey.random();
        assertThat(other.validate(plain.value())).isEmpty();

        insert(List.of(stored(plain, "acme", clock.now())));

        assertThat(other.validate(plain.value())).isPresent();
        assertThat(accepts(other, create())).isTrue();
    }

    @Test
    void whatOneServerRevokesTheOtherRefusesWithinASecond() {
        KeyStore other = open(clock);
        NewKey key = create();
        assertThat(accepts(other, key)).isTrue();

        store().revoke(key.apiKey().id());
        clock.advance(Duration.ofSeconds(1));

        assertThat(accepts(other, key)).isFalse();
    }

    @Test
    void aKeyInConstantUseIsRefusedWithinASecondAsWell() {
        KeyStore other = open(clock);
        NewKey key = create();
        accepts(other, key);

        store().revoke(key.apiKey().id());
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(10));
            accepts(other, key);
        }

        assertThat(accepts(other, key)).isFalse();
    }

    @Test
    void whatOneServerPurgesTheOtherRefusesWithinASecond() {
        KeyStore other = open(clock);
        NewKey key = create();
        accepts(other, key);
        store().revoke(key.apiKey().id());

        assertThat(store().purge()).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));

        assertThat(accepts(other, key)).isFalse();
        assertThat(other.list()).isEmpty();
        assertThat(other.purge()).isZero();
    }

    @Test
    void manyThreadsMakeUseAndRevokeKeys() throws InterruptedException {
        KeyStore other = open(clock);
        AtomicInteger turn = new AtomicInteger();

        onThreads(8, () -> {
            KeyStore mine = turn.getAndIncrement() % 2 == 0 ? store() : other;
            for (int i = 0; i < 15; i++) {
                NewKey key = mine.create("thread " + i, "acme", HOUR);
                assertThat(mine.validate(key.plainKey().value()).map(KeyStoreContract::unused))
                        .contains(key.apiKey());
                assertThat(mine.list("acme")).map(KeyStoreContract::unused).contains(key.apiKey());
                assertThat(mine.revoke(key.apiKey().id())).isTrue();
                assertThat(accepts(mine, key)).isFalse();
                mine.create("kept " + i, "acme", HOUR);
            }
            return null;
        });

        assertThat(store().list()).hasSize(240);
        assertThat(store().purge()).isEqualTo(120);
        assertThat(store().list())
                .hasSize(120)
                .allSatisfy(key -> assertThat(key.name()).startsWith("kept "));
    }

    @Test
    void nobodyGetsInOnceAKeyIsRevoked() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            NewKey key = create();
            AtomicBoolean revoked = new AtomicBoolean();
            CountDownLatch used = new CountDownLatch(30);
            AtomicInteger place = new AtomicInteger();

            onThreads(5, () -> {
                if (place.getAndIncrement() == 0) {
                    used.await();
                    store().revoke(key.apiKey().id());
                    revoked.set(true);
                    return null;
                }
                for (int after = 0; after < 10; ) {
                    boolean late = revoked.get();
                    boolean accepted = accepts(store(), key);
                    assertThat(late && accepted)
                            .as("accepted after it was revoked")
                            .isFalse();
                    after += late ? 1 : 0;
                    used.countDown();
                    clock.advance(Duration.ofMillis(7));
                }
                return null;
            });
        }
    }

    @Test
    void aHundredThousandKeysAreNotTooMany() {
        int all = 100_000;
        Instant begin = clock.now();
        List<PlainKey> some = new ArrayList<>();
        List<StoredKey> keys = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            PlainKey plain = PlainKey.random();
            keys.add(stored(plain, i % 100 == 0 ? "few" : "crowd", begin.plusMillis(i)));
            if (i % 100 == 0) {
                some.add(plain);
            }
        }
        insert(keys);

        List<ApiKey> few = assertTimeout(PATIENCE, () -> store().list("few"));
        assertThat(few)
                .hasSize(1_000)
                .isSortedAccordingTo((a, b) -> b.createdAt().compareTo(a.createdAt()));
        assertThat(few).allSatisfy(key -> assertThat(key.tenantId()).isEqualTo("few"));
        assertThat(assertTimeout(PATIENCE, () -> store().list("crowd"))).hasSize(99_000);
        assertThat(assertTimeout(PATIENCE, () -> store().list())).hasSize(all);
        assertTimeout(
                PATIENCE,
                () -> some.forEach(
                        plain -> assertThat(store().validate(plain.value())).isPresent()));

        assertThat(store().revoke(few.get(0).id())).isTrue();
        clock.advance(HOUR.plusMillis(all / 2));
        assertThat(assertTimeout(PATIENCE, () -> store().purge())).isEqualTo(all / 2 + 1);
        assertThat(store().list()).hasSize(all / 2 - 1);
    }

    @Test
    void aClosedStoreSaysSo() {
        KeyStore closed = connect(clock);
        NewKey key = closed.create("ci", "acme", HOUR);
        assertThat(accepts(closed, key)).isTrue();

        closed.close();
        closed.close();

        assertUnavailable(() -> closed.validate(key.plainKey().value()));
        assertUnavailable(() -> closed.create("ci", "acme", HOUR));
        assertUnavailable(closed::list);
        assertUnavailable(() -> closed.list("acme"));
        assertUnavailable(() -> closed.revoke(key.apiKey().id()));
        assertUnavailable(closed::purge);
        assertThat(accepts(store(), key)).isTrue();
    }

    /** Without when it was used, which is written down at some time or other. */
    private static ApiKey unused(ApiKey key) {
        return new ApiKey(
                key.id(),
                key.name(),
                key.keyPrefix(),
                key.tenantId(),
                key.createdAt(),
                key.expiresAt(),
                Optional.empty(),
                key.revoked());
    }

    private static List<UUID> ids(List<ApiKey> keys) {
        List<UUID> ids = keys.stream().map(ApiKey::id).toList();
        assertThat(Set.copyOf(ids)).hasSameSizeAs(ids);
        return ids;
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertFails(ErrorCode.INVALID_REQUEST, call);
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertFails(ErrorCode.KEY_STORE_UNAVAILABLE, call);
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
