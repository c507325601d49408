package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and its relatives end everything, at whatever moment they come (spec 26.11). */
final class InterruptionIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String STUBBORN = """
            trap '' INT TERM HUP QUIT
            echo ready
            while :; do sleep 1; done
            """;

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    private Cli stubborn() {
        return engine.isol8("run", "--runtime", "bash", "-e", STUBBORN, "--timeout", "120000");
    }

    private static void assertEndedQuietly(CliResult result, int exitCode) {
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void a_signal_ends_a_program_that_ignores_it(String signal, int exitCode) {
        RunningCli running = stubborn().start().awaitOut("ready\n").signal(signal);
        assertEndedQuietly(running.result(SOON), exitCode);
        assertThat(engine.proxy().created()).hasSize(1);
        engine.awaitNothingLeft();
    }

    @Test
    void ctrl_c_reaches_the_whole_process_group() {
        RunningCli running = stubborn().start().awaitOut("ready\n").signalGroup("INT");
        assertEndedQuietly(running.result(SOON), 130);
        engine.awaitNothingLeft();
    }

    @Test
    void ctrl_c_twice_is_no_worse_than_once() {
        RunningCli running =
                stubborn().start().awaitOut("ready\n").signal("INT").signal("INT");
        assertEndedQuietly(running.result(SOON), 130);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /_ping",
                "GET /v[\\d.]+/images/",
                "POST /v[\\d.]+/containers/create",
                "POST /v[\\d.]+/containers/\\w+/attach",
                "POST /v[\\d.]+/containers/\\w+/start"
            })
    void ctrl_c_before_the_program_starts(String request) {
        engine.proxy().hold(request);
        RunningCli running = stubborn().start();
        engine.proxy().awaitHeld();
        running.signal("INT").awaitEnding();
        engine.proxy().release();
        CliResult result = running.result(SOON);
        assertEndedQuietly(result, 130);
        assertThat(result.out()).isEmpty();
        engine.awaitNothingLeft();
    }

    @Test
    void ctrl_c_while_the_engine_does_not_answer() {
        engine.proxy().hold("GET /v[\\d.]+/images/");
        RunningCli running = stubborn().start();
        engine.proxy().awaitHeld();
        assertThat(running.signal("INT").result(SOON).exitCode()).isEqualTo(130);
        engine.proxy().release();
        assertThat(engine.proxy().created()).isEmpty();
    }
}
