package io.isol8.domain.pool;

/**
 * How sandboxes are kept for the next who needs one like them.
 *
 * @param strategy when they are cleaned
 * @param size how many are kept of each kind
 */
public record PoolPolicy(PoolStrategy strategy, PoolSize size) {

    /** A sandbox for each execution, made when it comes and destroyed after it. */
    public static final PoolPolicy FRESH = new PoolPolicy(PoolStrategy.FAST, PoolSize.of(0));

    /** One ready and one more (spec 9.6). */
    public static final PoolPolicy DEFAULT = new PoolPolicy(PoolStrategy.FAST, PoolSize.of(1));
}
