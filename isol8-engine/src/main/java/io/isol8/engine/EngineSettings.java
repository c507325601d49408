package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.pool.PoolPolicy;

/**
 * How an engine is set up. Immutable.
 *
 * @param options what programs are granted by default
 * @param runtimes what they may be written in
 * @param maxConcurrent how many run at the same time, at least 1 (spec 1.5)
 * @param pooling which sandboxes are kept ready
 */
public record EngineSettings(Isol8Options options, RuntimeRegistry runtimes, int maxConcurrent, PoolPolicy pooling) {

    public EngineSettings {
        if (maxConcurrent < 1) {
            throw Isol8Exception.invalid("Semaphore max must be >= 1, not " + maxConcurrent
                    + " (maxConcurrent is the number of executions at the same time).");
        }
    }

    /** Default options, the built-in runtimes, ten executions at a time, the default pools. */
    public static EngineSettings defaults() {
        return new EngineSettings(Isol8Options.defaults(), RuntimeRegistry.builtIn(), 10, PoolPolicy.DEFAULT);
    }

    public EngineSettings withOptions(Isol8Options changed) {
        return new EngineSettings(changed, runtimes, maxConcurrent, pooling);
    }

    /** @throws Isol8Exception if {@code changed} is less than 1 */
    public EngineSettings withMaxConcurrent(int changed) {
        return new EngineSettings(options, runtimes, changed, pooling);
    }

    public EngineSettings withPooling(PoolPolicy changed) {
        return new EngineSettings(options, runtimes, maxConcurrent, changed);
    }
}
