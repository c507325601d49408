package io.isol8.domain.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces every occurrence of every secret, and of its usual encodings, by {@code ***}; base64 and hex also where they are
 * broken into lines. Works on bytes, so that a secret is found however the output is cut into pieces; the longest secret wins
 * (spec 16.6). Immutable.
 */
public final class SecretMasker {

    private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    /** Longer ones are found in one piece only: who looks for what may be broken anywhere looks at every byte. */
    private static final int LONGEST_FOLDED = 8192;

    /** A line that ends with fewer characters of a secret is not held back until the next one comes. */
    private static final int CERTAIN = 6;

    /** By the byte that they begin with, the longest first. */
    private final Pattern[][] patterns = new Pattern[256][];

    private final boolean none;

    private record Pattern(byte[] bytes, boolean folds) {

        static Pattern whole(String form) {
            return new Pattern(form.getBytes(StandardCharsets.UTF_8), false);
        }

        static Pattern foldable(String form) {
            return new Pattern(form.getBytes(StandardCharsets.UTF_8), form.length() <= LONGEST_FOLDED);
        }

        int first() {
            return bytes[0] & 0xff;
        }

        /** The length of what matches from there; 0 if nothing does, -1 if that is not clear yet. */
        int match(byte[] text, int at) {
            int common = Math.min(text.length - at, bytes.length);
            if (Arrays.equals(text, at, at + common, bytes, 0, common)) {
                return common == bytes.length ? common : -1;
            }
            return folds ? matchFolded(text, at) : 0;
        }

        private int matchFolded(byte[] text, int from) {
            int at = from;
            for (int matched = 0; matched < bytes.length; matched++) {
                int next = matched == 0 ? at : behindLineEnd(text, at);
                if (next == text.length) {
                    return next > at && matched < CERTAIN ? 0 : -1;
                }
                if (text[next] != bytes[matched]) {
                    return 0;
                }
                at = next + 1;
            }
            return at - from;
        }

        private static int behindLineEnd(byte[] text, int at) {
            int next = at < text.length && text[at] == '\r' ? at + 1 : at;
            return next < text.length && text[next] == '\n' ? next + 1 : next;
        }
    }

    private SecretMasker(Collection<Pattern> forms) {
        none = forms.isEmpty();
        Map<Integer, List<Pattern>> byFirst = forms.stream()
                .sorted(Comparator.comparingInt((Pattern pattern) -> pattern.bytes().length)
                        .reversed())
                .collect(Collectors.groupingBy(Pattern::first));
        for (int first = 0; first < patterns.length; first++) {
            patterns[first] = byFirst.getOrDefault(first, List.of()).toArray(Pattern[]::new);
        }
    }

    /** For these secrets; empty ones do not count. */
    public static SecretMasker of(Collection<String> secrets) {
        Set<String> whole = new LinkedHashSet<>();
        Set<String> foldable = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (!secret.isEmpty()) {
                SecretForms forms = SecretForms.of(secret);
                whole.addAll(forms.whole());
                foldable.addAll(forms.foldable());
            }
        }
        List<Pattern> patterns = new ArrayList<>();
        whole.forEach(form -> patterns.add(Pattern.whole(form)));
        foldable.forEach(form -> patterns.add(Pattern.foldable(form)));
        return new SecretMasker(patterns);
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
            if (none) {
                return piece;
            }
            byte[] all = concat(held, piece);
            ByteArrayOutputStream shown = new ByteArrayOutputStream(all.length);
            int at = 0;
            while (at < all.length) {
                int length = match(all, at);
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
        for (Pattern pattern : patterns[bytes[at] & 0xff]) {
            int length = pattern.match(bytes, at);
            if (length != 0) {
                return length;
            }
        }
        return 0;
    }

    /** The same where nothing more comes. */
    private int fullMatch(byte[] bytes, int at) {
        for (Pattern pattern : patterns[bytes[at] & 0xff]) {
            int length = pattern.match(bytes, at);
            if (length > 0) {
                return length;
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
