package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Termination;
import io.isol8.ports.ProcessExit;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {

    /** What the supervisor says, whether the caller gave up, and what comes of it. */
    @ParameterizedTest
    @CsvSource({
        // signaled, status, deadline, killed, memory, cancelled -> termination, exit code
        "false,   0, false, false, false, false, EXITED,      0",
        "false,  42, false, false, false, false, EXITED,     42",
        "false, 255, false, false, false, false, EXITED,    255",
        "false, 137, false, false, false, false, EXITED,    137",
        "false,   0, false, false, false,  true, EXITED,      0",
        "true,   15, false, false, false, false, SIGNALED,  143",
        "true,    9, false, false, false, false, SIGNALED,  137",
        "true,   11, false, false, false, false, SIGNALED,  139",
        "true,    9, false, false, false,  true, SIGNALED,  137",
        "true,    9,  true, false, false, false, TIMEOUT,   137",
        "true,   15,  true, false, false, false, TIMEOUT,   137",
        "false,   0,  true, false, false, false, TIMEOUT,   137",
        "true,    9, false,  true, false,  true, CANCELLED, 137",
        "true,    9,  true,  true, false,  true, TIMEOUT,   137",
        "true,    9, false, false,  true, false, OOM,       137",
        "false, 137, false, false,  true, false, OOM,       137",
        "true,    9, false, false,  true,  true, OOM,       137",
        "false,   1, false, false,  true, false, EXITED,      1",
        "false,   0, false, false,  true, false, EXITED,      0",
        "true,   11, false, false,  true, false, SIGNALED,  139",
        "true,    9,  true, false,  true, false, TIMEOUT,   137",
        "true,    9, false,  true,  true,  true, CANCELLED, 137",
    })
    void readsTheSupervisorsReport(
            boolean signaled,
            int status,
            boolean deadline,
            boolean killed,
            boolean memory,
            boolean cancelled,
            Termination termination,
            int exitCode) {
        ProcessExit exit = new ProcessExit(
                signaled, status, deadline, killed, memory, false, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0);

        assertThat(Ending.of(exit, cancelled)).isEqualTo(new Ending(termination, exitCode));
    }
}
