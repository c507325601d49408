package io.isol8.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainKeyTest {

    private static final String DIGITS = "0123456789abcdef".repeat(4);

    @Test
    void keysAreLongAndDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String key = PlainKey.random().value();
            assertThat(key).matches("isol8_[0-9a-f]{64}");
            assertThat(seen.add(key)).isTrue();
        }
    }

    @Test
    void everyDigitOfAKeyVaries() {
        for (int place = 6; place < 70; place++) {
            Set<Character> digits = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                digits.add(PlainKey.random().value().charAt(place));
            }
            assertThat(digits).hasSize(16);
        }
    }

    @Test
    void theHashIsTheSha256OfTheWholeText() {
        assertThat(parsed("isol8_" + DIGITS).hash())
                .isEqualTo("c4f8fd3b2c05d562fbc032c99e1516b859a8e68c3958bcf924ed29eab138cbea");
    }

    @Test
    void thePrefixIsTenCharactersAndDots() {
        assertThat(parsed("isol8_" + DIGITS).prefix()).isEqualTo("isol8_0123...");
    }

    @Test
    void printingOneDoesNotTellIt() {
        PlainKey key = PlainKey.random();

        assertThat(key.toString()).isEqualTo(key.prefix()).doesNotContain(key.hash());
    }

    @Test
    void aKeyReadsAsItWasWritten() {
        PlainKey key = PlainKey.random();

        assertThat(parsed(key.value()).value()).isEqualTo(key.value());
        assertThat(parsed(key.value()).hash()).isEqualTo(key.hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "isol8_",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde",
                "isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "isol8_0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "ISOL8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
                "isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde٣",
                " isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
                "isol8_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\0",
                "isol8_' OR '1'='1' -- 456789abcdef0123456789abcdef0123456789abcdef0123",
            })
    void anythingElseIsNoKey(String text) {
        assertThat(PlainKey.parse(text)).isEmpty();
    }

    private static PlainKey parsed(String text) {
        return PlainKey.parse(text).orElseThrow();
    }
}
