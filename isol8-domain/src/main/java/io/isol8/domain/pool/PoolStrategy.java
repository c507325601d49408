package io.isol8.domain.pool;

/** When a used sandbox is cleaned (spec 18.1, 18.3). */
public enum PoolStrategy {
    /** In the background, as soon as it is given back. */
    FAST,
    /** When it is next taken, whatever it cost. */
    SECURE
}
