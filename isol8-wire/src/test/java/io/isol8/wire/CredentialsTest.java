package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialsTest {

    private static final Credentials SOME = new Credentials(
            "http://localhost:3000", "isol8_ab", Instant.parse("2026-01-01T00:00:00.120Z"), "6f1c-\"4\"");

    @Test
    void are_written_for_people_and_programs() {
        assertThat(SOME.write()).isEqualTo("""
                {
                  "host": "http://localhost:3000",
                  "token": "isol8_ab",
                  "expiresAt": "2026-01-01T00:00:00.120Z",
                  "keyId": "6f1c-\\"4\\""
                }
                """);
    }

    @Test
    void are_read_as_they_were_written() {
        assertThat(Credentials.read(SOME.write())).isEqualTo(SOME);
        assertThat(Credentials.read("{\"later\": [1], " + SOME.write().substring(1)))
                .isEqualTo(SOME);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"host": "h"              | The file is not valid JSON (line 1, column 13).
        ``                        | The file is empty.
        []                        | The file must be an object.
        {"host": 1}               | host must be a string.
        {"host": "h"}             | token must be a string.
        {"host":"h","token":"t","expiresAt":"soon","keyId":"k"} | expiresAt must be a point in time such as 2026-01-01T00:00:00.000Z.
        """)
    void are_nothing_else(String document, String complaint) {
        assertThatThrownBy(() -> Credentials.read(document))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(complaint);
    }

    @Test
    void do_not_show_the_token() {
        assertThat(SOME.toString()).doesNotContain("isol8_ab");
    }
}
