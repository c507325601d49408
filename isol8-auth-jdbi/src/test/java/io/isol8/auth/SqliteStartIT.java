package io.isol8.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.auth.ApiKey;
import io.isol8.domain.auth.PlainKey;
import io.isol8.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a SQLite file comes to be, and what may be found in its place. */
class SqliteStartIT {

    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();

    @TempDir
    Path directory;

    @Test
    void theFileAndItsDirectoriesAreForNobodyElse() throws IOException {
        Path file = directory.resolve("a/b/auth.db");

        try (JdbiKeyStore store = open(file)) {
            store.create("ci", "acme", HOUR);

            assertThat(permissions(directory.resolve("a"))).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("a/b"))).isEqualTo("rwx------");
            try (var files = Files.list(file.getParent())) {
                assertThat(files.toList())
                        .contains(file)
                        .allSatisfy(made -> assertThat(permissions(made)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void whatExistsKeepsItsPermissions() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
        Path file = Files.createFile(directory.resolve("auth.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        open(file).close();

        assertThat(permissions(file)).isEqualTo("rw-r-----");
        assertThat(permissions(directory)).isEqualTo("rwxr-x---");
    }

    @Test
    void directoriesMayBeLinks() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);

        open(link.resolve("auth.db")).close();

        assertThat(real.resolve("auth.db")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank.db", "ünï 🔑.db", "a?b#c%41&d=e.db", "mode=memory", "'; --.db", "keys:of@me"})
    void anyFileNameWillDo(String name) {
        Path file = directory.resolve(name);
        try (JdbiKeyStore store = open(file)) {
            store.create("ci", "acme", HOUR);
        }

        assertThat(file).isRegularFile().isNotEmptyFile();
        try (JdbiKeyStore store = open(file)) {
            assertThat(store.list()).hasSize(1);
        }
    }

    @Test
    void theFileIsInWriteAheadMode() throws SQLException {
        Path file = directory.resolve("auth.db");
        open(file).close();

        assertThat(query(file, "PRAGMA journal_mode")).containsExactly("wal");
        assertThat(query(file, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'api_keys'"))
                .contains("idx_api_keys_keyHash");
    }

    @Test
    void readersDoNotWaitForAWriter() throws SQLException {
        Path file = directory.resolve("auth.db");
        try (JdbiKeyStore store = open(file);
                Connection writer = connection(file)) {
            String key = store.create("ci", "acme", HOUR).plainKey().value();
            writer.setAutoCommit(false);
            try (Statement statement = writer.createStatement()) {
                statement.execute("UPDATE api_keys SET name = 'changed'");

                assertThat(store.validate(key).map(ApiKey::name)).contains("ci");
            }
            writer.rollback();
        }
    }

    @Test
    void manyThreadsStartOnAnEmptyDirectory() throws Exception {
        int servers = 6;
        ExecutorService threads = Executors.newFixedThreadPool(servers);
        try {
            for (int round = 0; round < 50; round++) {
                Path file = directory.resolve(round + "/auth.db");
                CyclicBarrier start = new CyclicBarrier(servers);
                Callable<Integer> server = () -> {
                    start.await();
                    try (JdbiKeyStore store = open(file)) {
                        store.create("ci", "acme", HOUR);
                        return store.list().size();
                    }
                };

                for (Future<Integer> one : threads.invokeAll(Collections.nCopies(servers, server))) {
                    assertThat(one.get()).isBetween(1, servers);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void manyProcessesStartOnAnEmptyDirectory() throws IOException, InterruptedException {
        Path file = directory.resolve("new/auth.db");
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            children.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            CreateKeysMain.class.getName(),
                            file.toString(),
                            "25")
                    .inheritIO()
                    .start());
        }

        for (Process child : children) {
            assertThat(child.waitFor()).isZero();
        }
        try (JdbiKeyStore store = open(file)) {
            assertThat(store.list()).hasSize(75);
        }
    }

    @Test
    void aDatabaseOfAnExistingIsol8Opens() throws SQLException {
        Path file = directory.resolve("auth.db");
        PlainKey plain = PlainKey.parse("isol8_" + "0123456789abcdef".repeat(4)).orElseThrow();
        PlainKey used = PlainKey.random();
        PlainKey revoked = PlainKey.random();
        PlainKey expired = PlainKey.random();
        update(
                file,
                """
                CREATE TABLE `api_keys` (
                    `id` text PRIMARY KEY NOT NULL,
                    `name` text NOT NULL,
                    `keyHash` text NOT NULL,
                    `keyPrefix` text NOT NULL,
                    `tenantId` text NOT NULL,
                    `createdAt` text NOT NULL,
                    `expiresAt` text NOT NULL,
                    `lastUsedAt` text,
                    `revoked` integer DEFAULT 0 NOT NULL)""",
                "CREATE UNIQUE INDEX `api_keys_keyHash_unique` ON `api_keys` (`keyHash`)",
                "CREATE INDEX `idx_api_keys_keyHash` ON `api_keys` (`keyHash`)",
                row(1, plain.hash(), "2026-01-02T00:00:00.000Z", "NULL", 0),
                row(2, used.hash(), "2026-01-02T00:00:00.000Z", "'2025-12-31T01:02:03.456Z'", 0),
                row(3, revoked.hash(), "2026-01-02T00:00:00.000Z", "NULL", 1),
                row(4, expired.hash(), "2025-12-31T23:59:59.999Z", "NULL", 0));

        try (JdbiKeyStore store = open(file)) {
            assertThat(store.validate(plain.value())).hasValueSatisfying(key -> {
                assertThat(key.id()).hasToString("00000000-0000-4000-8000-000000000001");
                assertThat(key.name()).isEqualTo("key 1");
                assertThat(key.keyPrefix()).isEqualTo("isol8_0123...");
                assertThat(key.tenantId()).isEqualTo("default");
                assertThat(key.createdAt()).isEqualTo("2025-12-31T00:00:00.001Z");
            });
            assertThat(store.validate(used.value()).flatMap(ApiKey::lastUsedAt))
                    .contains(Instant.parse("2025-12-31T01:02:03.456Z"));
            assertThat(store.validate(revoked.value())).isEmpty();
            assertThat(store.validate(expired.value())).isEmpty();
            assertThat(store.list("default")).hasSize(4);
            assertThat(store.revoke(store.list().get(0).id())).isTrue();
            store.create("from here", "default", HOUR);
        }

        assertThat(query(file, "SELECT lastUsedAt FROM api_keys WHERE name = 'key 1'"))
                .containsExactly("2026-01-01T00:00:00.000Z");
        assertThat(query(file, "SELECT revoked FROM api_keys WHERE name = 'from here'"))
                .containsExactly("0");
        assertThat(query(file, "SELECT count(*) FROM api_keys WHERE revoked = 1"))
                .containsExactly("2");
    }

    private static String row(int number, String hash, String expiresAt, String lastUsedAt, int revoked) {
        return "INSERT INTO api_keys VALUES ('00000000-0000-4000-8000-00000000000" + number + "', 'key " + number
                + "', '" + hash + "', 'isol8_0123...', 'default', '2025-12-31T00:00:00.00" + number + "Z', '"
                + expiresAt + "', " + lastUsedAt + ", " + revoked + ")";
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws IOException {
        Path text = Files.writeString(
                directory.resolve("text"), "This is not a database, but long enough for one.\n".repeat(90));

        assertUnavailable(text, text + " is not available: ");
        assertUnavailable(directory, directory + " is not available: ");
        assertUnavailable(text.resolve("auth.db"), "cannot be made: ");
        assertThat(text).content().startsWith("This is not a database");
    }

    private void assertUnavailable(Path file, String message) {
        assertThatThrownBy(() -> open(file).close())
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE))
                .hasMessageStartingWith("The key store " + file)
                .hasMessageContaining(message);
    }

    private JdbiKeyStore open(Path file) {
        return JdbiKeyStore.open(file.toString(), clock);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Connection connection(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static void update(Path file, String... statements) throws SQLException {
        try (Connection connection = connection(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = connection(file);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (result.next()) {
                column.add(result.getString(1));
            }
            return column;
        }
    }
}
