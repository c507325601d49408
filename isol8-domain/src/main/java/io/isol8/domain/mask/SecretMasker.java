package io.isol8.domain.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces every occurrence of every secret, and of its usual encodings, by {@code ***}. Works on bytes, so that a
 * secret is found however the output is cut into pieces; the longest secret wins (spec 16.6). Immutable.
 */
public final class SecretMasker {

    private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    /** The longest first. */
    private final byte[][] patterns;

    /** Whether a pattern begins with this byte. */
    private final boolean[] begins = new boolean[256];

    private SecretMasker(Collection<String> forms) {
        List<byte[]> bytes = new ArrayList<>();
        for (String form : forms) {
            bytes.add(form.getBytes(StandardCharsets.UTF_8));
        }
        bytes.sort(Comparator.comparingInt((byte[] pattern) -> pattern.length).reversed());
        this.patterns = bytes.toArray(byte[][]::new);
        for (byte[] pattern : patterns) {
            begins[pattern[0] & 0xff] = true;
        }
    }

    /** For these secrets; empty ones do not count. */
    public static SecretMasker of(Collection<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                forms.addAll(SecretForms.of(secret));
            }
        }
        return new SecretMasker(forms);
    }

    /** The whole text, masked. */
    public String mask(String text) {
        Stream stream = stream();
        byte[] bytes = stream.accept(text.getBytes(StandardCharsets.UTF_8));
        byte[] rest = stream.finish();
        return new String(bytes, StandardCharsets.UTF_8) + new String(rest, StandardCharsets.UTF_8);
    }

    /** To mask one stream that comes in pieces. */
    public Stream stream() {
        return new Stream();
    }

    /** One stream of output. What may be the beginning of a secret is held back until it is clear. Not thread-safe. */
    public final class Stream {

        private byte[] held = NOTHING;

        private Stream() {}

        /** What can be shown, now that these bytes came. */
        public byte[] accept(byte[] piece) {
            if (patterns.length == 0) {
                return piece;
            }
            byte[] all = concat(held, piece);
            ByteArrayOutputStream shown = new ByteArrayOutputStream(all.length);
            int at = 0;
            while (at < all.length) {
                int length = begins[all[at] & 0xff] ? match(all, at) : 0;
                if (length < 0) {
                    break;
                }
                if (length == 0) {
                    shown.write(all[at]);
                    at++;
                } else {
                    shown.writeBytes(MASK);
                    at += length;
                }
            }
            held = at == all.length ? NOTHING : Arrays.copyOfRange(all, at, all.length);
            return shown.toByteArray();
        }

        /** The end: what was held back was the beginning of a secret only, but may hold a shorter one. */
        public byte[] finish() {
            ByteArrayOutputStream shown = new ByteArrayOutputStream(held.length);
            int at = 0;
            while (at < held.length) {
                int length = fullMatch(held, at);
                if (length == 0) {
                    shown.write(held[at]);
                    at++;
                } else {
                    shown.writeBytes(MASK);
                    at += length;
                }
            }
            held = NOTHING;
            return shown.toByteArray();
        }
    }

    /** The length of the secret that begins here; 0 if none does, -1 if that is not clear yet. */
    private int match(byte[] bytes, int at) {
        int left = bytes.length - at;
        for (byte[] pattern : patterns) {
            int common = Math.min(left, pattern.length);
            if (Arrays.equals(bytes, at, at + common, pattern, 0, common)) {
                return common == pattern.length ? common : -1;
            }
        }
        return 0;
    }

    private int fullMatch(byte[] bytes, int at) {
        for (byte[] pattern : patterns) {
            if (pattern.length <= bytes.length - at
                    && Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return pattern.length;
            }
        }
        return 0;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        if (a.length == 0) {
            return b;
        }
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
