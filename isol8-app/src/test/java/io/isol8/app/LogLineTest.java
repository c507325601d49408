package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogLineTest {

    private static String line(@Nullable Throwable failure) {
        return new LogLine()
                .doLayout(new LoggingEvent(
                        LogLineTest.class.getName(),
                        new LoggerContext().getLogger("io.isol8.docker.DockerApi"),
                        Level.WARN,
                        "{} of {}",
                        failure,
                        new Object[] {1, 2}));
    }

    @Test
    void tells_when_how_bad_who_and_what() {
        assertThat(line(null)).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN DockerApi - 1 of 2\n");
    }

    @Test
    void is_followed_by_the_stack_of_a_failure() {
        assertThat(line(new IllegalStateException("broken")))
                .contains("1 of 2\njava.lang.IllegalStateException: broken")
                .contains("at io.isol8.app.LogLineTest.");
    }
}
