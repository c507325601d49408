package io.isol8.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ci",
                " with blanks ",
                "Ünïcödé",
                "👩‍👩‍👧‍👦 family",
                "مفتاح",
                "\u202Bright to left\u202C",
                "'; DROP TABLE api_keys; --",
                "%_\\\"`$1:name?<id>",
            })
    void namesAndTenantsAreOfAnyScript(String text) {
        assertThat(KeyRules.name(text)).isEqualTo(text);
        assertThat(KeyRules.tenantId(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\u3000\u2003"})
    void aNameHasToBeThere(String blank) {
        assertInvalid("name is required", () -> KeyRules.name(blank));
        assertInvalid("tenantId must not be blank.", () -> KeyRules.tenantId(blank));
    }

    @ParameterizedTest
    @CsvSource({"0, U+0000", "10, U+000A", "27, U+001B", "127, U+007F", "133, U+0085", "8232, U+2028", "8233, U+2029"})
    void nothingBreaksALine(int character, String shown) {
        String text = "a" + Character.toString(character) + "b";

        assertInvalid("name must not contain control characters, but has " + shown + ".", () -> KeyRules.name(text));
        assertInvalid(
                "tenantId must not contain control characters, but has " + shown + ".", () -> KeyRules.tenantId(text));
    }

    @Test
    void halfACharacterIsNone() {
        assertInvalid("name must not contain control characters, but has U+D83D.", () -> KeyRules.name("a\ud83d"));
    }

    @Test
    void lengthIsCountedInCharacters() {
        assertThat(KeyRules.name("😀".repeat(255))).hasSize(510);
        assertInvalid("name must be at most 255 characters, not 256.", () -> KeyRules.name("😀".repeat(256)));
        assertInvalid(
                "tenantId must be at most 255 characters, not 100000.", () -> KeyRules.tenantId("x".repeat(100_000)));
    }

    @Test
    void aKeyLastsFromOneMillisecondToAHundredYears() {
        assertThat(KeyRules.ttl(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1));
        assertThat(KeyRules.ttl(Duration.ofDays(36_500)).toMillis()).isEqualTo(3_153_600_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT-0.001S, -1",
        "PT0.0005S, 0.5",
        "PT1.000000001S, 1000.000001",
        "PT-0.000000001S, -0.000001",
        "PT3153600000.001S, 3153600000001",
        "PT9223372036854775807.999999999S, 9223372036854775807999.999999",
        "PT-9223372036854775808S, -9223372036854775808000",
    })
    void otherTimesAreRefused(Duration ttl, String shown) {
        assertInvalid(
                "ttlMs must be a whole number of milliseconds between 1 and 3153600000000, not " + shown + ".",
                () -> KeyRules.ttl(ttl));
    }

    private static void assertInvalid(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
}
