package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputLimiterTest {

    private static final String TEXT = "plain, ümlaut, €uro, 𝄞 clef, 😀 and \u0000 \uFFFD end";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What comes out when {@code bytes} are fed in random pieces. */
    private static String feed(OutputLimiter limiter, byte[] bytes, Random random) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + random.nextInt(5));
            text.append(limiter.accept(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        return text.append(limiter.finish()).toString();
    }

    @Test
    void textIsTheSameHoweverItIsSplit() {
        byte[] bytes = utf8(TEXT.repeat(3));
        for (int seed = 0; seed < 500; seed++) {
            OutputLimiter limiter = new OutputLimiter(Integer.MAX_VALUE);

            assertThat(feed(limiter, bytes, new Random(seed))).isEqualTo(TEXT.repeat(3));
            assertThat(limiter.truncated()).isFalse();
        }
    }

    @Test
    void bytesThatAreNotTextAreReplacedAsTheJdkReplacesThem() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextBoolean()) {
                    bytes[i] = (byte) (0x80 | bytes[i]);
                }
            }

            assertThat(feed(new OutputLimiter(Integer.MAX_VALUE), bytes, random))
                    .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsTheFirstBytesAndCutsBetweenCharacters() {
        byte[] bytes = utf8(TEXT);
        for (int cap = 1; cap < bytes.length; cap++) {
            OutputLimiter limiter = new OutputLimiter(cap);

            String kept = feed(limiter, bytes, new Random(cap));

            assertThat(TEXT).startsWith(kept);
            assertThat(utf8(kept).length).isBetween(cap - 3, cap);
            assertThat(limiter.truncated()).isTrue();
        }
    }

    @Test
    void aCapInTheMiddleOfACharacterDropsTheCharacter() {
        OutputLimiter limiter = new OutputLimiter(3);

        assertThat(limiter.accept(utf8("a€b"))).isEqualTo("a");
        assertThat(limiter.finish()).isEmpty();
    }

    @Test
    void aCharacterBrokenByTheCapIsDroppedEvenIfTheRestComesLater() {
        OutputLimiter limiter = new OutputLimiter(3);

        assertThat(limiter.accept(Arrays.copyOf(utf8("a€"), 3))).isEqualTo("a");
        assertThat(limiter.truncated()).isFalse();
        assertThat(limiter.accept(new byte[] {(byte) 0xac})).isEmpty();
        assertThat(limiter.truncated()).isTrue();
        assertThat(limiter.finish()).isEmpty();
    }

    @Test
    void aCharacterThatTheProgramLeftUnfinishedIsShownAsBroken() {
        OutputLimiter limiter = new OutputLimiter(3);

        assertThat(limiter.accept(Arrays.copyOf(utf8("a€"), 3))).isEqualTo("a");
        assertThat(limiter.finish()).isEqualTo("\uFFFD");
        assertThat(limiter.finish()).isEmpty();
    }

    @Test
    void exactlyTheCapIsNotTruncated() {
        OutputLimiter limiter = new OutputLimiter(4);

        assertThat(limiter.accept(utf8("abcd"))).isEqualTo("abcd");
        assertThat(limiter.truncated()).isFalse();
        assertThat(limiter.accept(new byte[0])).isEmpty();
        assertThat(limiter.truncated()).isFalse();
        assertThat(limiter.accept(utf8("e"))).isEmpty();
        assertThat(limiter.truncated()).isTrue();
    }

    @Test
    void theNoticeNamesAllBytesAndTheCap() {
        OutputLimiter limiter = new OutputLimiter(4);
        limiter.accept(utf8("abcdef"));

        assertThat(limiter.notice(1000)).isEqualTo("\n\n--- OUTPUT TRUNCATED (1000 bytes, limit: 4) ---");
        assertThat(limiter.notice(0)).isEqualTo("\n\n--- OUTPUT TRUNCATED (6 bytes, limit: 4) ---");
    }
}
