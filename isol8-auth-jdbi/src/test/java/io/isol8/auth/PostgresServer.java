package io.isol8.auth;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL of the tests' own, with a user who needs a password. It can be stopped and started again. */
final class PostgresServer implements AutoCloseable {

    static final String USER = "isol8 user";
    static final String PASSWORD = "s3cr€t/%41?#+& :@'";

    private final Path data;
    private final AtomicInteger databases = new AtomicInteger();
    private EmbeddedPostgres server;

    private PostgresServer(Path data, EmbeddedPostgres server) {
        this.data = data;
        this.server = server;
    }

    static PostgresServer start() throws IOException, SQLException {
        Path data = Files.createTempDirectory("isol8-postgres").resolve("data");
        PostgresServer server = new PostgresServer(
                data,
                settings(data)
                        .setDataDirectoryCustomizer(PostgresServer::askForPasswords)
                        .start());
        server.administer("CREATE ROLE \"" + USER + "\" LOGIN PASSWORD '" + PASSWORD.replace("'", "''") + "'");
        return server;
    }

    private static EmbeddedPostgres.Builder settings(Path data) {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "off");
    }

    private static void askForPasswords(File data) {
        try {
            Files.writeString(data.toPath().resolve("pg_hba.conf"), """
                    local all postgres trust
                    host all postgres 127.0.0.1/32 trust
                    host all postgres ::1/128 trust
                    host all all 127.0.0.1/32 scram-sha-256
                    host all all ::1/128 scram-sha-256
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as seen by everybody who is connected. */
    void stop() throws IOException {
        server.close();
    }

    /** Starts it again, where it was, with what was in it. */
    void startAgain() throws IOException {
        server = settings(data).setPort(server.getPort()).start();
    }

    /** The process that has all others as its children. */
    ProcessHandle process() throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** The connection string of a new database, which belongs to {@link #USER}. */
    String newDatabase() throws SQLException {
        String name = "keys " + databases.incrementAndGet();
        administer("CREATE DATABASE \"" + name + "\" OWNER \"" + USER + "\"");
        return connectionString(name);
    }

    String connectionString(String database) {
        return "postgres://" + encoded(USER) + ":" + encoded(PASSWORD) + "@localhost:" + server.getPort() + "/"
                + encoded(database);
    }

    /** To the newest database, as its administrator. */
    Connection connection() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + server.getPort() + "/" + encoded("keys " + databases.get()),
                toProperties(Map.of("user", "postgres", "stringtype", "unspecified", "reWriteBatchedInserts", "true")));
    }

    void administer(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Properties toProperties(Map<String, String> map) {
        Properties properties = new Properties();
        properties.putAll(map);
        return properties;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Ends it and removes what was in it. */
    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(data.getParent())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
