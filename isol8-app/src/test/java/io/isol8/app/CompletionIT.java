package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash makes of {@code isol8 completion}. */
final class CompletionIT {

    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void print() throws Exception {
        CliResult result = Cli.isol8("completion").run();
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        script = Files.write(directory.resolve("completion"), result.stdout());
    }

    private String bash(String commands) throws Exception {
        String outsideOfACompletion = "compopt() { :; }\n";
        Process bash = new ProcessBuilder("bash", "-c", outsideOfACompletion + "source '" + script + "'\n" + commands)
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output;
    }

    @ParameterizedTest
    @CsvSource({
        "isol8 ru, run",
        "isol8 log, login logout",
        "isol8 session s, stop",
        "isol8 run --pers, --persist --persistent",
        "isol8 run --runtime n, node",
        "isol8 run --net f, filtered",
        "isol8 run --log, --log-network",
        "isol8 serve --auth, --auth-db",
        "isol8 --qui, --quiet"
    })
    void words_are_completed(String line, String completions) throws Exception {
        String words = "COMP_WORDS=(" + line + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='" + line + "'\n";
        assertThat(bash(words + "_complete_isol8\nprintf '%s\\n' \"${COMPREPLY[@]}\" | sort -u | xargs"))
                .isEqualTo(completions + "\n");
    }

    @Test
    void it_is_bound_to_the_command() throws Exception {
        assertThat(bash("complete -p isol8")).contains("_complete_isol8");
    }
}
