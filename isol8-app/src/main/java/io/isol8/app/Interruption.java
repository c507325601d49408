package io.isol8.app;

import io.isol8.ports.Isol8Engine;

/**
 * Closes an engine when the JVM is told to end (Ctrl-C, SIGTERM), which it then does with 128 plus the signal's
 * number; nothing is left behind (spec 26.11).
 */
final class Interruption implements AutoCloseable {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption closes(Isol8Engine engine) {
        Thread hook = new Thread(engine::close, "isol8-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    /** The engine will be closed by others. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            awaitHook();
        }
    }

    private void awaitHook() {
        try {
            hook.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
