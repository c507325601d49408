package io.isol8.domain.mask;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The spellings under which a secret may appear in output.
 *
 * @param whole those that appear in one piece
 * @param foldable those that may be broken into lines: base64 and hex
 */
record SecretForms(Set<String> whole, Set<String> foldable) {

    /** Shorter secrets are masked as they are only: their encodings are too short to mean anything. */
    private static final int ENCODED_FROM = 6;

    /** Of what is inside a longer base64 text, so many characters must be certain. */
    private static final int LEAST_CORE = 6;

    /** What URLs and forms leave as it is besides letters and digits: RFC 3986, Python's quote, JavaScript's two. */
    private static final String[] UNESCAPED = {"-_.~", "-_.~/", "-_.!~*'()", "-_.!~*'();/?:@&=+$,#"};

    private static final String QUOTES = "\"\\";

    /** All forms of a secret that is not empty, itself included. */
    static SecretForms of(String secret) {
        Set<String> whole = new LinkedHashSet<>();
        Set<String> foldable = new LinkedHashSet<>();
        whole.add(secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= ENCODED_FROM) {
            addBase64(bytes, foldable);
            foldable.add(HexFormat.of().formatHex(bytes));
            foldable.add(HexFormat.of().withUpperCase().formatHex(bytes));
            addUrlEncoded(secret, bytes, whole);
            addLiterals(secret, whole);
        }
        return new SecretForms(whole, foldable);
    }

    /** In both alphabets; by itself, and as it looks inside of a longer text, where it may begin at any of three places. */
    private static void addBase64(byte[] secret, Set<String> forms) {
        for (Base64.Encoder encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            forms.add(encoder.encodeToString(secret));
            forms.add(encoder.withoutPadding().encodeToString(secret));
            for (int before = 0; before < 3; before++) {
                byte[] shifted = new byte[before + secret.length];
                System.arraycopy(secret, 0, shifted, before, secret.length);
                String text = encoder.withoutPadding().encodeToString(shifted);
                int from = (before * 8 + 5) / 6;
                int to = shifted.length * 8 / 6;
                if (to - from >= LEAST_CORE) {
                    forms.add(text.substring(from, to));
                }
            }
        }
    }

    /** As forms do it and as paths do it, with escapes in both cases of letters. */
    private static void addUrlEncoded(String secret, byte[] bytes, Set<String> forms) {
        addWithEscapes(URLEncoder.encode(secret, StandardCharsets.UTF_8), forms);
        for (String unescaped : UNESCAPED) {
            addWithEscapes(percentEncoded(bytes, unescaped), forms);
        }
    }

    private static void addWithEscapes(String encoded, Set<String> forms) {
        forms.add(encoded);
        forms.add(lowerEscapes(encoded));
    }

    private static String percentEncoded(byte[] bytes, String unescaped) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : bytes) {
            char character = (char) (b & 0xff);
            boolean plain = b > 0 && (Character.isLetterOrDigit(character) || unescaped.indexOf(character) >= 0);
            if (plain) {
                encoded.append(character);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String lowerEscapes(String encoded) {
        StringBuilder lower = new StringBuilder(encoded);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 1)) {
            lower.setCharAt(at + 1, Character.toLowerCase(lower.charAt(at + 1)));
            lower.setCharAt(at + 2, Character.toLowerCase(lower.charAt(at + 2)));
        }
        return lower.toString();
    }

    /** As in JSON, with and without what is not ASCII, and as Python shows a text, in the other quotes. */
    private static void addLiterals(String secret, Set<String> forms) {
        forms.add(literal(secret, QUOTES, false));
        forms.add(literal(secret, QUOTES, true));
        forms.add(literal(secret, "\\", false));
    }

    private static String literal(String text, String quoted, boolean ascii) {
        StringBuilder literal = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            int letter = "\n\r\t\b\f".indexOf(character);
            if (letter >= 0) {
                literal.append('\\').append("nrtbf".charAt(letter));
            } else if (quoted.indexOf(character) >= 0) {
                literal.append('\\').append(character);
            } else if (character < ' ' || (ascii && character > '~')) {
                literal.append("\\u").append(HexFormat.of().toHexDigits(character));
            } else {
                literal.append(character);
            }
        }
        return literal.toString();
    }
}
