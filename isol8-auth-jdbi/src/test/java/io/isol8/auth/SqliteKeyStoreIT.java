package io.isol8.auth;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

class SqliteKeyStoreIT extends JdbiKeyStoreContract {

    @TempDir
    Path directory;

    @Override
    String newDatabase() {
        return directory.resolve("keys").resolve("auth.db").toString();
    }

    @Override
    Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + connectionString());
    }

    @Override
    String column(String words) {
        return Pattern.compile("_(.)")
                .matcher(words)
                .replaceAll(word -> word.group(1).toUpperCase(Locale.ROOT));
    }
}
