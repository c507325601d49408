package io.isol8.domain.pool;

import java.util.List;

/**
 * What follows from an event.
 *
 * @param next the state from now on
 * @param actions to be done, in any order
 */
public record PoolDecision(PoolState next, List<PoolAction> actions) {

    public PoolDecision {
        actions = List.copyOf(actions);
    }
}
