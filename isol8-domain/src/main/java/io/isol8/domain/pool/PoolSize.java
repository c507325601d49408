package io.isol8.domain.pool;

import io.isol8.domain.Isol8Exception;

/**
 * How many sandboxes a pool keeps while nobody uses them (spec 18.4).
 *
 * @param clean how many to have ready; made ahead if they are not there
 * @param dirty how many used ones to keep beyond that
 */
public record PoolSize(int clean, int dirty) {

    /** Of either kind. */
    public static final int MOST = 1000;

    public PoolSize {
        check("clean", clean);
        check("dirty", dirty);
    }

    /** {@code n} of each. */
    public static PoolSize of(int n) {
        return new PoolSize(n, n);
    }

    /** Of both kinds. */
    public int total() {
        return clean + dirty;
    }

    private static void check(String half, int value) {
        if (value < 0 || value > MOST) {
            throw Isol8Exception.invalid(
                    "poolSize." + half + " must be between 0 and " + MOST + ", not " + value + ".");
        }
    }
}
