package io.isol8.domain;

import java.time.Duration;

/** The rule for timeouts (spec 15.8): a positive number of milliseconds, clamped to what clocks can hold. */
final class Deadlines {

    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private Deadlines() {}

    static Duration checked(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw Isol8Exception.invalid("timeoutMs must be a positive number of milliseconds, not "
                    + clamped(timeout).toMillis() + ".");
        }
        return clamped(timeout);
    }

    private static Duration clamped(Duration timeout) {
        if (timeout.compareTo(LONGEST) > 0) {
            return LONGEST;
        }
        return timeout.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated() : timeout;
    }
}
