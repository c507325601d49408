package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;

/**
 * How an engine is set up.
 *
 * @param options what programs are granted by default
 * @param runtimes what they may be written in
 * @param maxConcurrent how many run at the same time, at least 1 (spec 1.5)
 */
public record EngineSettings(Isol8Options options, RuntimeRegistry runtimes, int maxConcurrent) {

    public EngineSettings {
        if (maxConcurrent < 1) {
            throw Isol8Exception.invalid("Semaphore max must be >= 1, not " + maxConcurrent
                    + " (maxConcurrent is the number of executions at the same time).");
        }
    }

    /** Default options, the built-in runtimes, ten executions at a time. */
    public static EngineSettings defaults() {
        return new EngineSettings(Isol8Options.defaults(), RuntimeRegistry.builtIn(), 10);
    }
}
