package io.isol8.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {

    private static final Map<String, String> HOME = Map.of("HOME", "/home/me");

    @ParameterizedTest
    @CsvSource({
        "postgres://me:secret@db.example.com:5433/keys, POSTGRESQL, jdbc:postgresql://db.example.com:5433/keys",
        "postgresql://me:secret@db/keys, POSTGRESQL, jdbc:postgresql://db/keys",
        "PostgreSQL://me:secret@db/keys, POSTGRESQL, jdbc:postgresql://db/keys",
        "postgres://me:secret@db, POSTGRESQL, jdbc:postgresql://db/",
        "postgres://me:secret@db/, POSTGRESQL, jdbc:postgresql://db/",
        "postgres://me:secret@[::1]:5432/keys, POSTGRESQL, jdbc:postgresql://[::1]:5432/keys",
        "'postgres://me:secret@a:1,b:2/keys', POSTGRESQL, 'jdbc:postgresql://a:1,b:2/keys'",
        "postgres://me:secret@db/my%20keys%3F, POSTGRESQL, jdbc:postgresql://db/my%20keys%3F",
        "mysql://me:secret@10.0.0.5:3307/keys, MYSQL, jdbc:mysql://10.0.0.5:3307/keys",
    })
    void aServersUrlIsTakenApart(String text, Dialect dialect, String jdbcUrl) {
        DatabaseAddress address = ConnectionString.parse(text, HOME);

        assertThat(address.dialect()).isEqualTo(dialect);
        assertThat(address.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(address.properties()).containsEntry("user", "me").containsEntry("password", "secret");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:p%40%2F%3f%23%25%26@db/keys, u, p@/?#%&",
        "postgres://u:a+b@db/keys, u, a+b",
        "postgres://u:a:b@db/keys, u, a:b",
        "postgres://u:a@b@db/keys, u, a@b",
        "postgres://us%3Aer%40x:%E2%82%AC@db/keys, us:er@x, €",
        "mysql://u:%20@db/keys, u, ' '",
    })
    void credentialsAreDecoded(String text, String user, String password) {
        assertThat(ConnectionString.parse(text, HOME).properties())
                .containsEntry("user", user)
                .containsEntry("password", password);
    }

    @Test
    void credentialsMayBeMissing() {
        assertThat(ConnectionString.parse("postgres://db/keys", HOME).properties())
                .doesNotContainKeys("user", "password");
        assertThat(ConnectionString.parse("postgres://me@db/keys", HOME).properties())
                .containsEntry("user", "me")
                .doesNotContainKey("password");
    }

    @Test
    void parametersAreTheDriversAndBeatOurs() {
        assertThat(ConnectionString.parse(
                                "postgres://me@db/keys?sslmode=verify-full&options=-c%20a%3Db&connectTimeout=7", HOME)
                        .properties())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("options", "-c a=b")
                .containsEntry("connectTimeout", "7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://me@db/keys", "mysql://me@db/keys"})
    void nobodyWaitsLongForAServer(String text) {
        assertThat(ConnectionString.parse(text, HOME).properties()).containsKeys("connectTimeout", "socketTimeout");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://me:secret@db:5432/keys, postgres://me:***@db:5432/keys",
        "postgres://me:s%40cr:e@t@db/keys, postgres://me:***@db/keys",
        "postgres://me:@db/keys, postgres://me:***@db/keys",
        "postgres://:secret@db/keys, postgres://:***@db/keys",
        "postgres://me@db/keys, postgres://me@db/keys",
        "postgres://db, postgres://db",
        "mysql://me:secret@db/keys?sslMode=REQUIRED&password=secret,"
                + " mysql://me:***@db/keys?sslMode=REQUIRED&password=***",
        "postgres://db/keys?user=me&PassWord=secret&ssl%70assword=secret&a=b,"
                + " postgres://db/keys?user=me&PassWord=***&ssl%70assword=***&a=b",
        "mysql://db/keys?trustCertificateKeyStorePassword=secret,"
                + " mysql://db/keys?trustCertificateKeyStorePassword=***",
        // what cannot be understood may be a password anywhere
        "postgres://me:sec/ret@db/keys, postgres://***",
        "postgres://me:sec?ret@db/keys, postgres://***",
        "postgres://me:sec#ret@db/keys, postgres://***",
        "postgres://me:9/secret@db/keys, postgres://***",
        "postgres://me:9?x=secret@db/keys, postgres://***",
        "postgres://me:sec%ret@db/keys, postgres://***",
        "postgres://me:secret@, postgres://***",
        "postgres:me:secret@db, postgres:***",
        "mariadb://me:secret@db/keys, mariadb://***",
        "jdbc:postgresql://db/keys?user=me&password=secret, jdbc:***",
        "host=db user=me password=secret, ***",
        "host=db PASSWORD = 'secret', ***",
        "~/.isol8/auth.db, ~/.isol8/auth.db",
        "./keys:of@me.db, ./keys:of@me.db",
    })
    void peopleSeeNoPasswords(String text, String shown) {
        assertThat(ConnectionString.redacted(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://",
                "postgres:///keys",
                "postgres://me:secret@/keys",
                "postgres://me:secret@db:port/keys",
                "postgres://me:secret@db:123456/keys",
                "postgres://me:secret@db/keys/more",
                "postgres://me:secret@db/keys?flag",
                "postgres://me:secret@db/keys?=x",
                "postgres://me:secret@db/keys?a=b&",
                "postgres://me:sec%zzret@db/keys",
                "postgres://me:secret@db/%E",
                "postgres://me:sec\nret@d b/keys",
                "mysql:me:secret@db/keys",
                "mariadb://me:secret@db/keys",
                "jdbc:mysql://me:secret@db/keys",
                "file:/tmp/secret",
                "host=db password=secret",
                "",
                "  ",
                ":memory:",
                "a\0secret",
            })
    void nonsenseIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> ConnectionString.parse(text, HOME))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasNoCause()
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatHoldsAPasswordDoesNotPrintIt() {
        DatabaseAddress address = ConnectionString.parse("postgres://me:secret@db/keys?sslpassword=secret", HOME);

        assertThat(address.toString() + address.secrets() + address.jdbcUrl()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "/var/lib/isol8/auth.db, /var/lib/isol8/auth.db",
        "~/.isol8/auth.db, /home/me/.isol8/auth.db",
        "/a/../b//auth.db, /b/auth.db",
        "/a b/ö%20?#&.db, /a b/ö%20?#&.db",
        "/~/auth.db, /~/auth.db",
    })
    void anythingElseIsAFile(String text, Path path) {
        DatabaseAddress address = ConnectionString.parse(text, HOME);

        assertThat(address).isEqualTo(new SqliteFile(path));
        assertThat(address.dialect()).isEqualTo(Dialect.SQLITE);
    }

    @Test
    void withoutAHomeDirectoryItIsTheUsers() {
        SqliteFile users = new SqliteFile(Path.of(System.getProperty("user.home"), "auth.db"));

        assertThat(ConnectionString.parse("~/auth.db", Map.of())).isEqualTo(users);
        assertThat(ConnectionString.parse("~/auth.db", Map.of("HOME", ""))).isEqualTo(users);
    }

    @Test
    void aFileIsTakenFromWhereTheProgramRuns() {
        assertThat(ConnectionString.parse("./keys/auth.db", HOME))
                .isEqualTo(new SqliteFile(Path.of("keys/auth.db").toAbsolutePath()));
    }
}
