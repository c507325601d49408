package io.isol8.domain.mask;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/** The spellings under which a secret may appear in output. */
final class SecretForms {

    /** Shorter secrets are masked as they are only: their encodings are too short to mean anything. */
    private static final int ENCODED_FROM = 6;

    /** Of what is inside a longer base64 text, so many characters must be certain. */
    private static final int LEAST_CORE = 6;

    private SecretForms() {}

    /** All forms of a secret that is not empty, itself included. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(secret);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= ENCODED_FROM) {
            addBase64(bytes, forms);
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
            addUrlEncoded(secret, forms);
        }
        return forms;
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
    private static void addUrlEncoded(String secret, Set<String> forms) {
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String path = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
        for (String encoded : Arrays.asList(form, path)) {
            forms.add(encoded);
            forms.add(lowerEscapes(encoded));
        }
    }

    private static String lowerEscapes(String encoded) {
        StringBuilder lower = new StringBuilder(encoded);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 1)) {
            lower.setCharAt(at + 1, Character.toLowerCase(lower.charAt(at + 1)));
            lower.setCharAt(at + 2, Character.toLowerCase(lower.charAt(at + 2)));
        }
        return lower.toString();
    }
}
