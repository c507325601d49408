package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.NewKey;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The database goes away and comes back. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresOutageIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Two seconds are meant; the machine may be busy. */
    private static final Duration QUICK = Duration.ofSeconds(30);

    private static PostgresServer server;
    private String connectionString = "";
    private JdbiKeyStore store;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        connectionString = server.newDatabase();
        store = JdbiKeyStore.open(connectionString, SystemClock.INSTANCE);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everythingFailsQuicklyAndRecoversByItself() throws IOException {
        NewKey key = store.create("ci", "acme", HOUR);
        assertThat(accepts(key)).isTrue();

        server.stop();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertUnavailable(() -> accepts(key)));
            assertUnavailable(() -> accepts(key));
            assertUnavailable(() -> store.create("ci", "acme", HOUR));
            assertUnavailable(() -> store.list());
            assertUnavailable(() -> store.list("acme"));
            assertUnavailable(() -> store.revoke(key.apiKey().id()));
            assertUnavailable(() -> store.purge());
            assertUnavailable(() -> JdbiKeyStore.open(connectionString, SystemClock.INSTANCE));
        } finally {
            server.startAgain();
        }

        await().atMost(PATIENCE).ignoreExceptions().until(() -> accepts(key));
        assertThat(accepts(store.create("ci", "acme", HOUR))).isTrue();
        assertThat(store.list("acme")).hasSize(2);
    }

    @Test
    void whatWasUsedMeanwhileIsWrittenDownAfter() throws IOException {
        TestClock clock = new TestClock();
        try (JdbiKeyStore standingStill = JdbiKeyStore.open(connectionString, clock)) {
            String key = standingStill.create("ci", "acme", HOUR).plainKey().value();
            standingStill.validate(key);

            server.stop();
            try {
                clock.advance(Duration.ofMillis(1));
                assertThat(standingStill.validate(key)).as("still remembered").isPresent();
                assertUnavailable(standingStill::list);
            } finally {
                server.startAgain();
            }

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> lastUse(standingStill).equals(Optional.of(clock.now())));
        }
    }

    @Test
    void aServerThatStopsAnsweringIsNotWaitedForLong() throws IOException, InterruptedException {
        NewKey key = store.create("ci", "acme", HOUR);
        assertThat(accepts(key)).isTrue();

        signal("-STOP");
        try {
            assertUnavailable(() -> store.revoke(UUID.randomUUID()));
            await().atMost(PATIENCE).untilAsserted(() -> assertUnavailable(() -> accepts(key)));
            assertUnavailable(() -> accepts(key));
            assertUnavailable(() -> JdbiKeyStore.open(connectionString, SystemClock.INSTANCE));
        } finally {
            signal("-CONT");
        }

        await().atMost(PATIENCE).ignoreExceptions().until(() -> accepts(key));
    }

    @Test
    void closingDoesNotWaitLongForAServerThatIsGone() throws IOException {
        accepts(store.create("ci", "acme", HOUR));
        server.stop();
        try {
            assertQuick(() -> store.close());
        } finally {
            server.startAgain();
        }
    }

    private boolean accepts(NewKey key) {
        return store.validate(key.plainKey().value()).isPresent();
    }

    private static Optional<Instant> lastUse(JdbiKeyStore store) {
        return store.list().stream().findFirst().flatMap(ApiKey::lastUsedAt);
    }

    private static void signal(String signal) throws IOException, InterruptedException {
        String[] command = Stream.concat(
                        Stream.of("kill", signal),
                        Stream.concat(
                                        Stream.of(server.process()),
                                        server.process().descendants())
                                .map(process -> String.valueOf(process.pid())))
                .toArray(String[]::new);
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertQuick(() -> assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE))
                .hasMessageStartingWith("The key store postgres://isol8%20user:***@localhost:")
                .hasMessageNotContaining("\n"));
    }

    private static void assertQuick(Runnable task) {
        long begin = System.nanoTime();
        task.run();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICK);
    }
}
