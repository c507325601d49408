package io.isol8.domain.config;

import io.isol8.domain.Isol8Exception;
import java.time.Duration;

/**
 * The whole numbers that a key may hold. Immutable.
 *
 * @param least the smallest
 * @param most the largest
 */
public record Bounds(long least, long most) {

    /** Timers: what they can be set to, in milliseconds (spec 15.8). */
    public static final Bounds TIMER = new Bounds(1, Integer.MAX_VALUE);

    /** Ages: at most a hundred years of 365 days, in milliseconds. */
    public static final Bounds AGE = new Bounds(1, Duration.ofDays(36_500).toMillis());

    /** @throws Isol8Exception naming the key and the bounds if the value is beyond them */
    void check(String key, long value) {
        if (value < least || value > most) {
            throw Isol8Exception.invalid(
                    key + " must be a whole number between " + least + " and " + most + ", not " + value + ".");
        }
    }
}
