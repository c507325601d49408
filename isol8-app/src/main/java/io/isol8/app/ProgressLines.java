package io.isol8.app;

import io.isol8.ports.Clock;
import io.isol8.ports.Progress;
import java.time.Duration;

/**
 * Tells how an image comes along. Lines that begin with a space are details: on a terminal each takes the place of
 * the one before; elsewhere, in a log say, one now and then shows that something still happens. Thread-safe.
 */
final class ProgressLines implements Progress {

    private static final int WIDTH = 79;
    private static final String INDENT = "       ";
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final Console console;
    private final Clock clock;
    private long lastLine;

    ProgressLines(Console console, Clock clock) {
        this.console = console;
        this.clock = clock;
    }

    @Override
    public synchronized void line(String line) {
        if (!line.startsWith(" ")) {
            console.info(line);
            lastLine = clock.nanos();
        } else if (console.isTerminal()) {
            console.passing(shortened(line));
        } else if (clock.nanos() - lastLine >= PAUSE) {
            console.plain(shortened(line));
            lastLine = clock.nanos();
        }
    }

    private static String shortened(String line) {
        String text = INDENT + line.strip().replaceAll("\\s+", " ");
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 1) + "…";
    }
}
