package io.isol8.ports;

import java.time.Instant;

/** Time, so that tests can make their own. Thread-safe. */
public interface Clock {

    Instant now();

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanos();
}
