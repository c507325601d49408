package io.isol8.ports;

import java.time.Instant;

/** The clock of this machine: the one place where isol8 reads it. */
public enum SystemClock implements Clock {
    INSTANCE;

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
