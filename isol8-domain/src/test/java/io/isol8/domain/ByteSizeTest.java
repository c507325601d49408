package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "4096, 4096",
        "4096b, 4096",
        "4096 B, 4096",
        "1k, 1024",
        "1kb, 1024",
        "1 KB, 1024",
        "512m, 536870912",
        "512M, 536870912",
        "1g, 1073741824",
        "1.5 GB, 1610612736",
        "0.5g, 536870912",
        "1.5, 1",
        "2t, 2199023255552",
        "0001k, 1024",
        "4194303t, 4611684918915760128",
        "0.0009765625k, 1",
    })
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSize.memory(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "-1",
                "+1",
                "64m,exec",
                "0",
                "0m",
                "0.4",
                "1.",
                ".5g",
                "1..5g",
                "1.5.1g",
                "1  g",
                " 1g",
                "1g ",
                "1gg",
                "1bb",
                "1p",
                "1e3",
                "0x10",
                "1,5g",
                "1_000",
                "m",
                "b",
                "1m\n",
                "1m\u0000",
                "١m",
                "１m",
                "1\u212A",
                "8388608t",
                "999999999999999999t",
                "9999999999999999999",
                "NaN",
                "Infinity"
            })
    void refusesEverythingElse(String text) {
        Failures.assertInvalid(
                "Invalid memory limit format: \"" + Ascii.printable(text) + "\". Use e.g. \"512m\", \"1g\".",
                () -> ByteSize.memory(text));
    }

    @Test
    void namesTheOptionThatIsWrong() {
        Failures.assertInvalid(
                "Invalid tmpSize: \"64m,exec\". Use e.g. \"512m\", \"1g\".", () -> ByteSize.of("tmpSize", "64m,exec"));
    }

    @Test
    void aSizeIsAtLeastAByte() {
        Failures.assertInvalid("A size must be at least 1 byte, not 0.", () -> new ByteSize(0));
        assertThat(new ByteSize(1)).hasToString("1");
    }

    @Test
    void longNonsenseIsShownInPart() {
        Failures.assertInvalid(
                "Invalid memory limit format: \"" + "x".repeat(100) + "…\". Use e.g. \"512m\", \"1g\".",
                () -> ByteSize.memory("x".repeat(1_000_000)));
    }

    @ParameterizedTest
    @CsvSource({"512m, 512m", "1024k, 1m", "1536m, 1536m", "1g, 1g", "1025, 1025", "2048g, 2t"})
    void isShownInTheLargestUnitThatDividesIt(String text, String shown) {
        assertThat(ByteSize.memory(text)).hasToString(shown);
    }

    @Test
    void readsWhatItShows() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            ByteSize size = new ByteSize(1 + (random.nextLong() >>> (2 + random.nextInt(61))));

            assertThat(ByteSize.memory(size.toString())).isEqualTo(size);
        }
    }
}
