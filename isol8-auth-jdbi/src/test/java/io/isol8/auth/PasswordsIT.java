package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.SystemClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passwords are in no message, no cause and no log line, whatever goes wrong and however much is logged. */
class PasswordsIT {

    private static final String WRONG = "wr0ng-€-pass";
    private static final String OTHER = "an0ther s€cret";

    private static PostgresServer postgres;
    private static MariaDbServer mariaDb;

    private final CapturedLogs logs = new CapturedLogs();
    private final List<String> texts = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start();
        mariaDb = MariaDbServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
        mariaDb.close();
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void ofPostgres() throws SQLException, IOException {
        String good = postgres.newDatabase();
        use(good);
        use(good + "?sslpassword=" + PostgresServer.encoded(OTHER));
        refuse(good.replace(PostgresServer.encoded(PostgresServer.PASSWORD), PostgresServer.encoded(WRONG)));
        refuse(good + "?password=" + PostgresServer.encoded(WRONG).replace("wr", "%77r"));
        refuse(good.replace("isol8%20user", "nobody"));
        refuse(postgres.connectionString("no such database"));
        refuse(good + "?sslmode=nonsense&sslpassword=" + PostgresServer.encoded(OTHER));
        refuse(good + "?sslmode=require&sslpassword=" + PostgresServer.encoded(OTHER));
        refuse(good.replaceAll(":[0-9]+/", ":" + unusedPort() + "/"));
        refuse(good.replace("localhost", "no-such-host.invalid"));

        try (JdbiKeyStore store = JdbiKeyStore.open(good, SystemClock.INSTANCE)) {
            texts.add(store.toString());
            String key =
                    store.create("ci", "acme", Duration.ofHours(1)).plainKey().value();
            postgres.stop();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                Throwable failure = catchThrowable(() -> store.validate(key));
                if (failure != null) {
                    texts.add(Texts.of(failure));
                }
                return failure != null;
            });
        } finally {
            postgres.startAgain();
        }

        assertNothingIsTold(PostgresServer.PASSWORD);
    }

    @Test
    void ofMariaDb() throws SQLException, IOException {
        String good = mariaDb.newDatabase("");
        use(good);
        use(good + "?trustCertificateKeyStorePassword=" + PostgresServer.encoded(OTHER));
        refuse(good.replace(PostgresServer.encoded(MariaDbServer.PASSWORD), PostgresServer.encoded(WRONG)));
        refuse(good.replace("isol8%20user", "nobody"));
        refuse(mariaDb.connectionString("no such database"));
        refuse(good + "?connectTimeout=nonsense&password1=" + PostgresServer.encoded(OTHER));
        refuse(good + "?sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/nonsense&trustCertificateKeyStorePassword="
                + PostgresServer.encoded(OTHER));
        refuse(good.replaceAll(":[0-9]+/", ":" + unusedPort() + "/"));
        refuse(good.replace("127.0.0.1", "no-such-host.invalid"));

        assertNothingIsTold(MariaDbServer.PASSWORD);
    }

    private void use(String connectionString) {
        texts.add(JdbiKeyStore.redacted(connectionString));
        try (JdbiKeyStore store = JdbiKeyStore.open(connectionString, SystemClock.INSTANCE)) {
            texts.add(store.toString());
            store.create("ci", "acme", Duration.ofHours(1));
        }
    }

    private void refuse(String connectionString) {
        texts.add(JdbiKeyStore.redacted(connectionString));
        Throwable failure = catchThrowable(() -> JdbiKeyStore.open(connectionString, SystemClock.INSTANCE));
        assertThat(failure)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE))
                .hasMessageContaining("***@")
                .hasMessageNotContaining("\n");
        texts.add(Texts.of(failure));
    }

    private void assertNothingIsTold(String password) {
        List<String> told = new ArrayList<>(logs.lines());
        assertThat(told).as("the pool and the driver logged").anyMatch(line -> line.contains("com.zaxxer.hikari"));
        told.addAll(texts);
        assertThat(told).allSatisfy(text -> {
            for (String secret : List.of(password, WRONG, OTHER)) {
                assertThat(text).doesNotContain(secret).doesNotContain(PostgresServer.encoded(secret));
            }
        });
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
