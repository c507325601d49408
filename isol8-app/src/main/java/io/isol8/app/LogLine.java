package io.isol8.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * {@code 09:46:40.123 DEBUG DockerApi - what happened}, and the stack trace if there is one.
 *
 * <p>In place of logback's patterns: those load a compiler for themselves and the locale's calendar at every start,
 * whether anything is logged or not. Thread-safe.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder()
                .append(Time.of(event.getTimeStamp()))
                .append(' ')
                .append(event.getLevel())
                .append(' ')
                .append(simpleName(event.getLoggerName()))
                .append(" - ")
                .append(event.getFormattedMessage())
                .append('\n');
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.append(ThrowableProxyUtil.asString(failure));
        }
        return line.toString();
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    /** Loaded with the first line that is written. */
    private static final class Time {

        private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
        private static final ZoneId ZONE = ZoneId.systemDefault();

        static String of(long epochMillis) {
            return FORM.format(LocalTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZONE));
        }
    }
}
