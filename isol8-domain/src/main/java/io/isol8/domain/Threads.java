package io.isol8.domain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/** Makes threads that block a lot: virtual ones where the JVM has them (Java 21 and later), else daemons. Thread-safe. */
public final class Threads {

    private static final Optional<Method> UNSTARTED = findUnstarted();

    private Threads() {}

    /** Starts {@code task} on a thread of its own, which does not keep the JVM from ending. */
    public static Thread start(String name, Runnable task) {
        Thread thread = UNSTARTED.map(method -> virtual(method, task)).orElseGet(() -> daemon(task));
        thread.setName(name);
        thread.start();
        return thread;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    /** Empty in a JVM without virtual threads. */
    private static Optional<Method> findUnstarted() {
        try {
            return Optional.of(Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static Thread virtual(Method unstarted, Runnable task) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) unstarted.invoke(builder, task);
        } catch (IllegalAccessException | InvocationTargetException | NoSuchMethodException e) {
            throw new IllegalStateException("a JVM that has virtual threads makes them", e);
        }
    }
}
