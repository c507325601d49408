package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"2", "10", "007"})
    void reads_whole_numbers_within_bounds(String text) {
        assertThat(Numbers.whole("--n", text, 2, 10)).isEqualTo(Integer.parseInt(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 5", "1", "11", "-3", "0", "3.0", "1e12", "abc", "5k", "99999999999999999999"})
    void refuses_other_numbers_naming_flag_and_bounds(String text) {
        assertThatThrownBy(() -> Numbers.whole("--n", text, 2, 10))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("--n must be a whole number between 2 and 10, not \"" + text + "\".");
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "0.5, 0.5", ".25, 0.25", "1.50, 1.5"})
    void reads_decimals(String text, double value) {
        assertThat(Numbers.decimal("--cpu", text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "NaN", "Infinity", "0x1", "1,5", "1.", "abc", "1d", "1234567890"})
    void refuses_what_is_no_plain_decimal(String text) {
        assertThatThrownBy(() -> Numbers.decimal("--cpu", text))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("--cpu must be a number like 2 or 0.5, not \"" + text + "\".");
    }

    @Test
    void shows_a_strangers_text_on_one_line() {
        assertThatThrownBy(() -> Numbers.whole("--n", "1\n2\033[31m", 1, 2))
                .hasMessage("--n must be a whole number between 1 and 2, not \"1?2?[31m\".");
    }
}
