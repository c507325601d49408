package io.isol8.domain.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SecretMaskerTest {

    private static final String SECRET = "pä$$ wörd/7+&";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("plain", (UnaryOperator<String>) text -> text),
                Arguments.of("base64", (UnaryOperator<String>)
                        text -> Base64.getEncoder().encodeToString(utf8(text))),
                Arguments.of("base64url", (UnaryOperator<String>)
                        text -> Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(text))),
                Arguments.of(
                        "hex", (UnaryOperator<String>) text -> HexFormat.of().formatHex(utf8(text))),
                Arguments.of("upper hex", (UnaryOperator<String>)
                        text -> HexFormat.of().withUpperCase().formatHex(utf8(text))),
                Arguments.of("url", (UnaryOperator<String>) text -> URLEncoder.encode(text, StandardCharsets.UTF_8)),
                Arguments.of("mime", (UnaryOperator<String>)
                        text -> Base64.getMimeEncoder(8, utf8("\r\n")).encodeToString(utf8(text))),
                Arguments.of("lines of hex", (UnaryOperator<String>)
                        text -> HexFormat.of().formatHex(utf8(text)).replaceAll("(.{10})(?=.)", "$1\n")));
    }

    /** What the tools that programs are written with make of a secret. */
    static Stream<Arguments> spellings() {
        return Stream.of(
                Arguments.of("urllib.parse.quote", "a/b+c=d~(e)!", "a/b%2Bc%3Dd~%28e%29%21"),
                Arguments.of("encodeURIComponent", "a/b+c=d~(e)!", "a%2Fb%2Bc%3Dd~(e)!"),
                Arguments.of("encodeURI", "a/b+c=d~(e) \"!", "a/b+c=d~(e)%20%22!"),
                Arguments.of("JSON.stringify", "a\"b\\c\nd\u0001ä", "a\\\"b\\\\c\\nd\\u0001ä"),
                Arguments.of("json.dumps", "a\"b\\c\nd\u0001ä", "a\\\"b\\\\c\\nd\\u0001\\u00e4"),
                Arguments.of("repr", "-----BEGIN\n\"ä\"\n", "-----BEGIN\\n\"ä\"\\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spellings")
    void aSecretIsMaskedAsToolsSpellIt(String tool, String secret, String shown) {
        assertThat(SecretMasker.of(List.of(secret)).mask("x" + shown + "y")).isEqualTo("x***y");
    }

    @Test
    void aSecretInsideOfALongerBase64TextIsMaskedWhereverThatIsBroken() {
        SecretMasker masker = SecretMasker.of(List.of("hunter2-hunter2-hunter2"));
        for (int before = 0; before < 60; before++) {
            String encoded = Base64.getMimeEncoder()
                    .encodeToString(utf8("x".repeat(before) + "hunter2-hunter2-hunter2" + " and more"));
            assertThat(masker.mask(encoded)).contains("***").hasSizeLessThan(encoded.length() - 22);
        }
    }

    @Test
    void aLineIsNotHeldBackForItsLastFewCharacters() {
        SecretMasker.Stream stream = SecretMasker.of(List.of("pppppp")).stream();
        assertThat(new String(stream.accept(utf8("7\n")), StandardCharsets.UTF_8))
                .isEqualTo("7\n");
        assertThat(new String(stream.accept(utf8("70\n")), StandardCharsets.UTF_8))
                .isEqualTo("70\n");
        assertThat(stream.accept(utf8("70707070\n"))).isEmpty();
        assertThat(new String(stream.accept(utf8("\n")), StandardCharsets.UTF_8))
                .isEqualTo("70707070\n\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void noSplitOfTheOutputLetsASecretThrough(String name, UnaryOperator<String> encoding) {
        Random random = new Random(name.hashCode());
        SecretMasker masker = SecretMasker.of(List.of(SECRET, "another-one"));
        String shown = "€" + encoding.apply(SECRET) + "😀" + encoding.apply("another-one") + "ü";
        for (int i = 0; i < 1000; i++) {
            assertThat(inPieces(masker, utf8(shown), random)).isEqualTo("€***😀***ü");
        }
    }

    private static String inPieces(SecretMasker masker, byte[] bytes, Random random) {
        SecretMasker.Stream stream = masker.stream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; ) {
            int size = Math.min(bytes.length - at, random.nextInt(7));
            out.writeBytes(stream.accept(Arrays.copyOfRange(bytes, at, at + size)));
            at += size;
        }
        out.writeBytes(stream.finish());
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSecretInsideOfALongerBase64TextIsMaskedWhereverItBegins() {
        SecretMasker masker = SecretMasker.of(List.of("hunter2-hunter2"));
        for (String before : List.of("", "a", "ab", "abc", "user:")) {
            String encoded = Base64.getEncoder().encodeToString(utf8(before + "hunter2-hunter2" + " and more"));
            String masked = masker.mask(encoded);
            assertThat(masked).contains("***");
            assertThat(masked.length()).isLessThan(encoded.length() - 12);
        }
    }

    @Test
    void theLongestSecretWins() {
        SecretMasker masker = SecretMasker.of(List.of("abc", "abcdef", "cde"));
        assertThat(masker.mask("xabcdefx abcx cdex")).isEqualTo("x***x ***x ***x");
        assertThat(masker.mask("abcde")).isEqualTo("***de");
    }

    @Test
    void secretsThatOverlapThemselvesAreMaskedEachTime() {
        SecretMasker masker = SecretMasker.of(List.of("aa"));
        assertThat(masker.mask("aaaaa")).isEqualTo("******a");
    }

    @Test
    void whatOnlyBeginsLikeASecretIsShownAtTheEnd() {
        SecretMasker.Stream stream = SecretMasker.of(List.of("secret")).stream();
        assertThat(new String(stream.accept(utf8("a sec")), StandardCharsets.UTF_8))
                .isEqualTo("a ");
        assertThat(new String(stream.accept(utf8("ond")), StandardCharsets.UTF_8))
                .isEqualTo("second");
        assertThat(new String(stream.accept(utf8(" secre")), StandardCharsets.UTF_8))
                .isEqualTo(" ");
        assertThat(new String(stream.finish(), StandardCharsets.UTF_8)).isEqualTo("secre");
    }

    @Test
    void shortSecretsAreMaskedAsTheyAreOnly() {
        SecretMasker masker = SecretMasker.of(List.of("abc"));
        assertThat(masker.mask("abc " + HexFormat.of().formatHex(utf8("abc")))).isEqualTo("*** 616263");
    }

    @Test
    void emptySecretsMaskNothing() {
        byte[] bytes = utf8("text");
        assertThat(SecretMasker.of(List.of("")).stream().accept(bytes)).isEqualTo(bytes);
        assertThat(SecretMasker.of(List.of()).mask("text")).isEqualTo("text");
    }

    @Test
    void bytesThatAreNoTextPassUnchanged() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        SecretMasker.Stream stream = SecretMasker.of(List.of("no such thing")).stream();
        assertThat(stream.accept(all)).isEqualTo(all);
    }
}
