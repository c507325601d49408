package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts the program. */
final class LauncherIT {

    private static final String NO_ENGINE = "unix:///nowhere.sock";

    @Test
    void finds_what_was_just_built_up_to_date() {
        CliResult result = Cli.isol8("--version").env("DOCKER_HOST", NO_ENGINE).run();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void passes_arguments_on_as_they_are() {
        CliResult result =
                Cli.isol8("run", "*", "a  b").env("DOCKER_HOST", NO_ENGINE).run();
        assertThat(result.err()).isEqualTo("error: unexpected argument 'a  b'\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "POSIX", "C.UTF-8"})
    void arguments_are_unicode_in_any_language(String language) {
        CliResult result = Cli.isol8("run", "grüße 🙂.py")
                .env("DOCKER_HOST", NO_ENGINE)
                .env("LC_ALL", "")
                .env("LC_CTYPE", "")
                .env("LANG", language)
                .run();
        assertThat(result.err()).isEqualTo("[ERR] File not found: grüße 🙂.py\n");
    }

    @Test
    void says_which_java_it_cannot_use() {
        CliResult result = Cli.isol8("--version").env("JAVA_HOME", "/nowhere").run();
        assertThat(result.err()).isEqualTo("[ERR] JAVA_HOME is /nowhere, and there is no bin/java in it.\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void takes_further_options_for_java() {
        CliResult result = Cli.isol8("--version")
                .env("ISOL8_JAVA_OPTS", "-Xmx64m -Dsome.property=1")
                .run();
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }
}
