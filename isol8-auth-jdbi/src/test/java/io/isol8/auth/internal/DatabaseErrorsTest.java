package io.isol8.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseErrorsTest {

    private final DatabaseErrors errors = new DatabaseErrors(
            ConnectionString.parse("postgres://me:p%40ss%20word@db/keys?sslpassword=letmein", Map.of()));

    @Test
    void theInnermostWordOfTheDriverIsTold() {
        Isol8Exception failure = errors.unavailable(new RuntimeException(
                "outer",
                new SQLException("pool", new SQLException("driver:\n\t gone", new IllegalStateException("x")))));

        assertThat(failure.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE);
        assertThat(failure)
                .hasMessage("The key store postgres://me:***@db/keys?sslpassword=*** is not available: driver: gone")
                .hasCauseInstanceOf(RuntimeException.class);
    }

    @Test
    void aDriverThatQuotesAPasswordIsNotQuoted() {
        for (String secret : new String[] {"p@ss word", "p%40ss%20word", "letmein"}) {
            Isol8Exception failure =
                    errors.unavailable(new SQLException("cannot use '" + secret + "', '" + secret + "'"));

            assertThat(failure)
                    .hasMessageEndingWith(": cannot use '***', '***'")
                    .hasNoCause();
        }
    }

    @Test
    void aPasswordSomewhereInTheCausesKeepsThemAway() {
        SQLException deep =
                new SQLException("fine", new IllegalStateException("fine", new RuntimeException("letmein")));
        SQLException aside = new SQLException("fine");
        aside.addSuppressed(new IllegalStateException("letmein"));

        assertThat(errors.unavailable(deep)).hasNoCause();
        assertThat(errors.unavailable(aside)).hasNoCause();
        assertThat(errors.unavailable(new SQLException("fine"))).hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void anInterruptIsACancellation() {
        Isol8Exception failure = errors.unavailable(new SQLException("pool", new InterruptedException()));

        assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
    }
}
