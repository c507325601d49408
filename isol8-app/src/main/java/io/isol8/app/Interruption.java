package io.isol8.app;

import java.util.concurrent.locks.LockSupport;

/**
 * Closes an engine when the JVM is told to end (Ctrl-C, SIGTERM), which it then does with 128 plus the signal's
 * number; nothing is left behind (spec 26.11).
 */
final class Interruption implements AutoCloseable {

    private final Thread hook;
    private volatile boolean struck;

    private Interruption(EngineEnd end) {
        this.hook = new Thread(
                () -> {
                    struck = true;
                    end.closeQuietly();
                },
                "isol8-interruption");
    }

    static Interruption closes(EngineEnd end) {
        Interruption interruption = new Interruption(end);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether the engine is being closed for this reason: what then fails is not worth telling. */
    boolean struck() {
        return struck;
    }

    /**
     * The engine will be closed by others. Once the JVM is ending this does not return: whoever asked for another exit
     * status now could still win against the signal's.
     */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            awaitTheEnd();
        }
    }

    private static void awaitTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }
}
