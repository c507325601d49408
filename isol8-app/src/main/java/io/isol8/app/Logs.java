package io.isol8.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** The level of the log, which goes to standard error (spec 1.7). */
final class Logs {

    private Logs() {}

    static void configure(boolean debug) {
        Logger isol8 = (Logger) LoggerFactory.getLogger("io.isol8");
        isol8.setLevel(debug ? Level.DEBUG : Level.WARN);
    }
}
