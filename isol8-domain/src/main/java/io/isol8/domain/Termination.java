package io.isol8.domain;

import java.util.Locale;

/** How a program came to its end (spec 10.2). */
public enum Termination {
    /** It ended by itself with an exit code. */
    EXITED,
    /** A signal ended it that isol8 did not send. */
    SIGNALED,
    /** The deadline passed (spec 15). */
    TIMEOUT,
    /** The kernel's memory killer ended it. */
    OOM,
    /** It was ended because of its output. This engine lets such programs run on, others may not. */
    OUTPUT_LIMIT,
    /** The caller gave up on it. */
    CANCELLED;

    /** As results spell it, e.g. {@code output_limit}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
