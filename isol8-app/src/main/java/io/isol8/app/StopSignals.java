package io.isol8.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT and SIGTERM for a program that ends in its own time, with its own exit status: the first is a request, the
 * second ends the JVM at once with 128 plus its number.
 */
final class StopSignals {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean once = new AtomicBoolean();

    /** From now on. */
    static StopSignals install() {
        StopSignals signals = new StopSignals();
        List.of("INT", "TERM").forEach(name -> SignalHandlers.set(name, signals::struck));
        return signals;
    }

    private void struck(int number) {
        if (once.compareAndSet(false, true)) {
            asked.countDown();
        } else {
            Runtime.getRuntime().halt(SignalHandlers.EXIT_BASE + number);
        }
    }

    /** Waits for the first. */
    void await() throws InterruptedException {
        asked.await();
    }
}
