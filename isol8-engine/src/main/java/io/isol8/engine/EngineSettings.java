package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.pool.PoolPolicy;

/**
 * How an engine is set up. Immutable.
 *
 * @param runtimes what programs may be written in
 * @param maxConcurrent how many run at the same time, at least 1 (spec 1.5)
 * @param maxQueued how many may wait for their turn, at least 0
 * @param pooling which sandboxes are kept ready
 */
public record EngineSettings(RuntimeRegistry runtimes, int maxConcurrent, int maxQueued, PoolPolicy pooling) {

    public EngineSettings {
        if (maxConcurrent < 1) {
            throw Isol8Exception.invalid("Semaphore max must be >= 1, not " + maxConcurrent
                    + " (maxConcurrent is the number of executions at the same time).");
        }
        if (maxQueued < 0) {
            throw Isol8Exception.invalid("maxQueued must be at least 0, not " + maxQueued + ".");
        }
    }

    /** The built-in runtimes, ten executions at a time and a thousand that wait, the default pools. */
    public static EngineSettings defaults() {
        return new EngineSettings(RuntimeRegistry.builtIn(), 10, 1000, PoolPolicy.DEFAULT);
    }

    /** @throws Isol8Exception if {@code changed} is less than 1 */
    public EngineSettings withMaxConcurrent(int changed) {
        return new EngineSettings(runtimes, changed, maxQueued, pooling);
    }

    /** @throws Isol8Exception if {@code changed} is less than 0 */
    public EngineSettings withMaxQueued(int changed) {
        return new EngineSettings(runtimes, maxConcurrent, changed, pooling);
    }

    public EngineSettings withRuntimes(RuntimeRegistry changed) {
        return new EngineSettings(changed, maxConcurrent, maxQueued, pooling);
    }

    public EngineSettings withPooling(PoolPolicy changed) {
        return new EngineSettings(runtimes, maxConcurrent, maxQueued, changed);
    }
}
