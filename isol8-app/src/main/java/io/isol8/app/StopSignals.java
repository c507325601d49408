package io.isol8.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGINT and SIGTERM for a program that ends in its own time, with its own exit status: the first is a request, the
 * second ends the JVM at once with 128 plus its number.
 *
 * <p>Java has no public way to this; the class that has been there since its beginning is reached by name.
 */
final class StopSignals {

    private static final int SIGNAL_BASE = 128;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean once = new AtomicBoolean();

    /** From now on. */
    static StopSignals install() {
        StopSignals signals = new StopSignals();
        List.of("INT", "TERM").forEach(signals::handle);
        return signals;
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object instance = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(instance);
            Object proxy = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        struck(number);
                        return null;
                    });
            signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("this JVM does not let signals be handled", e);
        }
    }

    private void struck(int number) {
        if (once.compareAndSet(false, true)) {
            asked.countDown();
        } else {
            Runtime.getRuntime().halt(SIGNAL_BASE + number);
        }
    }

    /** Waits for the first. */
    void await() throws InterruptedException {
        asked.await();
    }
}
