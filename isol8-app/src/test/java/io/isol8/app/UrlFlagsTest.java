package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class UrlFlagsTest {

    private static RunArguments arguments(String... words) {
        return new RunArguments(new CommandLine(RunFlags.spec()).parseArgs(words));
    }

    private static ProgramText program(String... words) {
        return arguments(words).program(new InMemoryConsole().console(), RuntimeRegistry.builtIn());
    }

    private static Source.Url url(String url) {
        return new Source.Url(url, Optional.empty(), false);
    }

    @ParameterizedTest
    @CsvSource({
        "--url, https://example.org/a.py?x=.sh#.ts, https://example.org/a.py?x=.sh#.ts",
        "--github, me/repo/v1.0/src/main.py, https://raw.githubusercontent.com/me/repo/v1.0/src/main.py",
        "--gist, 1234abcd/main.py, https://gist.githubusercontent.com/1234abcd/raw/main.py"
    })
    void the_program_may_be_elsewhere_and_its_ending_picks_the_runtime(String flag, String value, String url) {
        assertThat(program(flag, value)).isEqualTo(new ProgramText(url(url), "python", Optional.of(".py")));
    }

    @Test
    void the_named_runtime_beats_the_ending() {
        assertThat(program("--url", "https://example.org/a.py", "-r", "bash").runtime())
                .isEqualTo("bash");
        assertThat(program("--url", "https://example.org/", "-r", "bash"))
                .isEqualTo(new ProgramText(url("https://example.org/"), "bash", Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org",
        "https://example.org/main",
        "https://example.org/a.txt",
        "'https://example.org/a b.py'"
    })
    void without_either_nobody_knows(String url) {
        assertRefused("Cannot detect runtime from URL path. Use --runtime to specify.", "--url", url);
    }

    @Test
    void what_is_expected_there_goes_with_it() {
        String hash = "AB".repeat(32);
        Source expected = new Source.Url("http://example.org/a.sh", Optional.of("ab".repeat(32)), true);
        String[] words = {"--url", "http://example.org/a.sh", "--hash", hash, "--allow-insecure-code-url"};
        assertThat(program(words).source()).isEqualTo(expected);
        assertThat(arguments(words).request(program(words), false).source()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"a", "a/b", "a/b/c", "a/b/c/", "/b/c/d", "a//c/d", "a/b/c//d", "''"})
    void a_file_on_github_has_four_parts_at_least(String value) {
        assertRefused("--github format must be owner/repo/ref/path/to/file", "--github", value);
    }

    @Test
    void a_path_on_github_may_be_as_long_as_a_command_line_can_hold() {
        String path = "a/".repeat(50_000) + "b.py";
        assertThat(program("--github", path).source()).isEqualTo(url("https://raw.githubusercontent.com/" + path));
    }

    @ParameterizedTest
    @CsvSource({"a", "a/", "/b", "a/b/c", "''"})
    void a_file_of_a_gist_has_two_parts(String value) {
        assertRefused("--gist format must be gistId/file.ext", "--gist", value);
    }

    @Test
    void there_is_one_program() {
        String one = "--url, --github and --gist cannot be combined: give one program, not two.";
        assertRefused(one, "--url", "https://example.org/a.py", "--gist", "a/b.py");
        assertRefused(one, "--github", "a/b/c/d.py", "--gist", "a/b.py");
        String input = "--url/--github/--gist cannot be used with file input or --eval.";
        assertRefused(input, "--url", "https://example.org/a.py", "a.py");
        assertRefused(input, "--gist", "a/b.py", "-e", "1");
        assertRefused(
                "--cmd cannot be combined with file input, --eval, --url, --github, or --gist.",
                "--cmd",
                "ls",
                "--github",
                "a/b/c/d.py");
    }

    @Test
    void what_is_of_no_use_is_refused() {
        assertRefused("--hash is for --url, --github and --gist.", "--hash", "00", "-e", "1");
        assertRefused(
                "--allow-insecure-code-url is for --url, --github and --gist.", "--allow-insecure-code-url", "a.py");
        assertRefused("There is no URL in --url: it is empty.", "--url", " ");
        assertRefused(
                "ExecutionRequest.codeHash must be a SHA-256 in 64 hexadecimal digits, not \"00\".",
                "--url",
                "https://example.org/a.py",
                "--hash",
                "00");
    }

    private static void assertRefused(String message, String... words) {
        assertThatThrownBy(() -> program(words))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(message);
    }
}
