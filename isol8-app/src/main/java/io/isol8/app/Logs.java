package io.isol8.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;

/**
 * The log, which goes to standard error (spec 1.7).
 *
 * <p>Thread-safe. SLF4J hands out stand-ins while another thread sets it up, so every thread comes here first.
 */
final class Logs {

    private Logs() {}

    /** Sets the log up, or waits until it is. */
    static void prepare() {
        SetUp.CONTEXT.getName();
    }

    static void configure(boolean debug) {
        SetUp.CONTEXT.getLogger("io.isol8").setLevel(debug ? Level.DEBUG : Level.WARN);
    }

    /** The same for somebody who is heard later: more is logged, never less. */
    static void configureAlso(boolean debug) {
        if (debug) {
            configure(true);
        }
    }

    private static final class SetUp {
        static final LoggerContext CONTEXT = context();

        private static LoggerContext context() {
            System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogProvider.class.getName());
            System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
            return (LoggerContext) LoggerFactory.getILoggerFactory();
        }
    }
}
