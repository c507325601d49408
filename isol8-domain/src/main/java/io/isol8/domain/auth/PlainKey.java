package io.isol8.domain.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key itself, which opens everything it was made for: {@code isol8_} and 64 lower-case hexadecimal digits (spec
 * 3.14). Its owner sees it once; isol8 keeps its hash. Immutable.
 */
public final class PlainKey {

    private static final String START = "isol8_";
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORMAT = Pattern.compile(START + "[0-9a-f]{" + 2 * RANDOM_BYTES + "}");
    private static final int SHOWN = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String value;

    private PlainKey(String value) {
        this.value = value;
    }

    /** A key that nobody can guess. */
    public static PlainKey random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new PlainKey(START + HexFormat.of().formatHex(bytes));
    }

    /** The key that somebody presents; empty if it does not even look like one. */
    public static Optional<PlainKey> parse(String presented) {
        return FORMAT.matcher(presented).matches() ? Optional.of(new PlainKey(presented)) : Optional.empty();
    }

    /** The secret. */
    public String value() {
        return value;
    }

    /** What is stored of it (spec 3.15): the SHA-256 of the whole text, in lower-case hexadecimal. */
    public String hash() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What may be shown of it (spec 3.16), e.g. {@code isol8_4f3c...}. */
    public String prefix() {
        return value.substring(0, SHOWN) + "...";
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return prefix();
    }
}
