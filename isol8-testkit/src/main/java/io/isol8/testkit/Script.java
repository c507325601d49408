package io.isol8.testkit;

/** What a program does in an {@link InMemorySandbox}. Returning ends it with exit code 0. */
@FunctionalInterface
public interface Script {

    /**
     * Runs on a thread of its own.
     *
     * @throws InterruptedException when the program is killed; scripts let it pass
     */
    void run(ScriptedRun run) throws InterruptedException;
}
