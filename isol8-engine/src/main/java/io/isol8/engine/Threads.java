package io.isol8.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes threads that block a lot: virtual ones where the JVM has them (Java 21 and later), else daemons. */
final class Threads {

    private static final Logger log = LoggerFactory.getLogger(Threads.class);
    private static final Optional<Method> VIRTUAL = findVirtual();

    private Threads() {}

    /** Starts {@code task} on a thread of its own. */
    static Thread start(String name, Runnable task) {
        Thread thread = VIRTUAL.map(method -> virtual(method, task)).orElseGet(() -> {
            Thread started = new Thread(task);
            started.setDaemon(true);
            return started;
        });
        thread.setName(name);
        thread.start();
        return thread;
    }

    private static Optional<Method> findVirtual() {
        try {
            return Optional.of(Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            log.trace("This JVM has no virtual threads.");
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
