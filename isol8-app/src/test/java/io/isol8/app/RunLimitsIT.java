package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program is given, and what it is kept from (spec 13, 15, 26.3). */
final class RunLimitsIT {

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    private CliResult bash(String program, String... options) {
        String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[] {"run", "--runtime", "bash", "--eval", program}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);
        return engine.isol8(arguments).run();
    }

    @Test
    void stdin_is_what_the_option_says() {
        assertThat(bash("cat", "--stdin", "a\n ü").out()).isEqualTo("a\n ü");
        assertThat(bash("cat").out()).isEmpty();
    }

    @Test
    void variables_are_passed_on() {
        CliResult result =
                bash("echo \"$A|$B|$C|${ISOL8_NO_INSTALL-unset}\"", "--env", "A=1", "--env", "B=x=y z", "--env", "C=");
        assertThat(result.out()).isEqualTo("1|x=y z||unset\n");
    }

    @ParameterizedTest
    @CsvSource({"sleep 60", "'trap : TERM INT; while :; do :; done'"})
    void the_deadline_ends_the_program(String program) {
        CliResult result = bash("echo begun; " + program, "--timeout", "3000");
        assertThat(result.out()).isEqualTo("begun\n");
        assertThat(result.err()).isEqualTo("[ERR] EXECUTION TIMED OUT\n");
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    void without_streaming_the_deadline_is_noted_after_the_output() {
        CliResult result = bash("echo begun; echo oops >&2; sleep 60", "--timeout", "3000", "--no-stream");
        assertThat(result.out()).isEqualTo("begun\n");
        assertThat(result.err()).isEqualTo("oops\n\n--- EXECUTION TIMED OUT ---\n");
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    void memory_is_limited() {
        CliResult result = engine.isol8(
                        "run",
                        "--memory",
                        "64m",
                        "--no-stream",
                        "--debug",
                        "-e",
                        "x = bytearray(200 << 20); print(len(x))")
                .run();
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(" oom after ").doesNotContain("TIMED OUT");
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    void processes_are_limited() {
        CliResult result = bash("for i in {1..30}; do sleep 5 & done; echo survived", "--pids-limit", "10");
        assertThat(result.err()).contains("Resource temporarily unavailable");
        assertThat(bash("for i in {1..30}; do sleep 0 & done; wait; echo survived")
                        .out())
                .isEqualTo("survived\n");
    }

    @Test
    void a_share_of_a_processor_can_be_granted() {
        assertThat(bash("echo ran", "--cpu", "0.5").out()).isEqualTo("ran\n");
    }

    @ParameterizedTest
    @CsvSource({"/sandbox, --sandbox-size", "/tmp, --tmp-size"})
    void directories_are_limited(String directory, String option) {
        CliResult result = bash(
                "head -c 1M /dev/zero > %1$s/fits && head -c 9M /dev/zero > %1$s/does-not".formatted(directory),
                option,
                "4m");
        assertThat(result.err()).contains("No space left on device");
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
