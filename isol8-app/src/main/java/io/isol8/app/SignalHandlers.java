package io.isol8.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** Java has no public way to handle signals; the class that has been there since its beginning is reached by name. */
final class SignalHandlers {

    /** What the exit status of a process that a signal ended is above its number. */
    static final int EXIT_BASE = 128;

    private SignalHandlers() {}

    /**
     * From now on.
     *
     * @param name without SIG
     * @param handler is told the signal's number, on a thread of its own
     */
    static void set(String name, IntConsumer handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object instance = signal.getConstructor(String.class).newInstance(name);
            int number = (int) signal.getMethod("getNumber").invoke(instance);
            Object proxy = Proxy.newProxyInstance(
                    handlers.getClassLoader(), new Class<?>[] {handlers}, (self, method, arguments) -> {
                        handler.accept(number);
                        return null;
                    });
            signal.getMethod("handle", signal, handlers).invoke(null, instance, proxy);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("this JVM does not let signals be handled", e);
        }
    }
}
