package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8DecoderTest {

    private final Utf8Decoder decoder = new Utf8Decoder();

    @Test
    void everyCharacterSurvivesBeingFedByteByByte() {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint += 17) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                String character = Character.toString(codePoint);
                StringBuilder text = new StringBuilder();
                byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < bytes.length; i++) {
                    text.append(decoder.decode(bytes, i, 1));
                }

                assertThat(text).hasToString(character);
            }
        }
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void decodesTheNamedPartOnly() {
        assertThat(decoder.decode("abcdef".getBytes(StandardCharsets.UTF_8), 2, 3))
                .isEqualTo("cde");
        assertThat(decoder.decode(new byte[0], 0, 0)).isEmpty();
    }

    @Test
    void anUnfinishedCharacterIsOneReplacementAtTheEnd() {
        assertThat(decoder.decode(new byte[] {(byte) 0xf0, (byte) 0x9f, (byte) 0x98}, 0, 3))
                .isEmpty();
        assertThat(decoder.finish()).isEqualTo("\uFFFD");
    }

    @Test
    void anUnfinishedCharacterIsBrokenByWhateverCannotContinueIt() {
        assertThat(decoder.decode(new byte[] {(byte) 0xe2, (byte) 0x82}, 0, 2)).isEmpty();
        assertThat(decoder.decode(new byte[] {'a'}, 0, 1)).isEqualTo("\uFFFDa");
        assertThat(decoder.finish()).isEmpty();
    }

    @Test
    void anUnfinishedCharacterCanBeForgotten() {
        decoder.decode(new byte[] {(byte) 0xe2, (byte) 0x82}, 0, 2);
        decoder.dropUnfinished();

        assertThat(decoder.finish()).isEmpty();
        assertThat(decoder.decode(new byte[] {(byte) 0xac, 'a'}, 0, 2)).isEqualTo("\uFFFDa");
    }
}
