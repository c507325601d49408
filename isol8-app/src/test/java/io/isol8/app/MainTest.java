package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {

    private static final int WIDTH = 80;

    private final InMemoryConsole console = new InMemoryConsole();

    private int run(String commandLine) {
        String[] arguments = commandLine.isEmpty() ? new String[0] : commandLine.split(" ");
        return Main.run(arguments, console.console(), Map.of("DOCKER_HOST", "unix:///nowhere.sock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "-h", "--debug"})
    void explains_itself_on_standard_output(String commandLine) {
        assertThat(run(commandLine)).isZero();
        assertThat(console.out())
                .contains("Usage: isol8", "Commands:", "  run ", "  serve ", "  config ", "  completion ")
                .contains("  login ", "  logout ", "  session ")
                .contains("  setup ", "  build ", "  list-custom", "  cleanup ");
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run --help", "run -h", "run script.py --help"})
    void explains_a_command_on_standard_output(String commandLine) {
        assertThat(run(commandLine)).isZero();
        assertThat(console.out())
                .startsWith("Usage: isol8 run ")
                .contains("-e, --eval", "-r, --runtime", "--env", "--stdin", "--timeout", "--memory", "--cpu")
                .contains(
                        "--pids-limit",
                        "--sandbox-size",
                        "--tmp-size",
                        "--max-output",
                        "--install",
                        "--net",
                        "--allow",
                        "--deny",
                        "--log-network",
                        "--no-stream",
                        "--out",
                        "--config");
        assertThat(console.err()).isEmpty();
    }

    private static Stream<String> allCommands() {
        return commands(Main.commands());
    }

    private static Stream<String> commands(CommandLine top) {
        String name = top.getCommandSpec().qualifiedName(" ").replaceFirst("isol8 ?", "");
        return Stream.concat(
                Stream.of(name), top.getSubcommands().values().stream().flatMap(MainTest::commands));
    }

    @Test
    void all_commands_are_looked_at() {
        assertThat(allCommands()).contains("", "run", "serve", "config", "login", "session", "session list");
    }

    @ParameterizedTest
    @MethodSource("allCommands")
    void help_fits_a_terminal_and_has_an_example(String command) {
        assertThat(run((command + " --help").strip())).isZero();
        assertThat(console.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
        assertThat(console.out())
                .startsWith("Usage: " + ("isol8 " + command).strip() + " ")
                .containsPattern("\nExamples?:\n  .*isol8 " + command);
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void prints_its_bare_version(String commandLine) {
        assertThat(run(commandLine)).isZero();
        assertThat(console.out()).matches("\\d+\\.\\d+\\.\\d+(-\\w+)?\n");
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    xyzzy                       | error: unknown command 'xyzzy'
                    --bogus                     | error: unknown option '--bogus'
                    run --timeot 5              | error: unknown option '--timeot' (did you mean --timeout?)
                    run script.py other.py      | error: unexpected argument 'other.py'
                    run script.py -x            | error: unknown option '-x'
                    run --timeout               | error: Missing required parameter for option '--timeout' (MS)
                    run -e                      | error: Missing required parameter for option '--eval' (CODE)
                    run --memory --cpu 1        | error: Expected parameter for option '--memory' but found '--cpu'
                    run --cpu 1 --cpu 2 -e x    | error: option '--cpu' (CORES) should be specified only once
                    run --host                  | error: Missing required parameter for option '--host' (URL)
                    run --key --host x          | error: Expected parameter for option '--key' but found '--host'
                    run --session-id            | error: Missing required parameter for option '--session-id' (ID)
                    run --files                 | error: Missing required parameter for option '--files' (DIR)
                    run --setup                 | error: Missing required parameter for option '--setup' (CMD)
                    run --workdir               | error: Missing required parameter for option '--workdir' (PATH)
                    run --image                 | error: Missing required parameter for option '--image' (NAME)
                    run --net                   | error: Missing required parameter for option '--net' (MODE)
                    run --allow --deny a        | error: Expected parameter for option '--allow' but found '--deny'
                    run --deny                  | error: Missing required parameter for option '--deny' (REGEX)
                    run --net none --net host   | error: option '--net' (MODE) should be specified only once
                    run --cmd                   | error: Missing required parameter for option '--cmd' (CMD)
                    session bogus               | error: unknown command 'bogus'
                    config --config             | error: Missing required parameter for option '--config' (FILE)
                    config --yaml               | error: unknown option '--yaml'
                    config staging.json         | error: unexpected argument 'staging.json'
                    build --base python         | error: Missing required option: '--tag=TAG'
                    setup python                | error: unexpected argument 'python'
                    cleanup everything          | error: unexpected argument 'everything'
                    list-custom --all           | error: unknown option '--all'
                    run --no-stream=maybe -e x  | error: Invalid value for option '--no-stream': 'maybe' is not a boolean
                    """)
    void says_in_one_line_what_it_does_not_understand(String commandLine, String complaint) {
        assertThat(run(commandLine)).isEqualTo(1);
        assertThat(console.err()).isEqualTo(complaint + "\n");
        assertThat(console.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quiet run -e print(1)", "run -q -e print(1)", "run --quiet --debug nowhere.py"})
    void errors_are_told_however_quiet_it_is(String commandLine) {
        assertThat(run(commandLine)).isEqualTo(1);
        assertThat(console.err()).contains("[ERR] ");
    }

    @Test
    void does_not_take_an_argument_for_a_file_of_arguments() {
        assertThat(run("run @somewhere.py")).isEqualTo(1);
        assertThat(console.err()).isEqualTo("[ERR] File not found: @somewhere.py\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--host http://localhost:1 --key k "})
    void what_makes_no_sense_of_a_network_is_told_wherever_the_program_is_to_run(String place) {
        assertThat(run("run " + place + "--net filtered --allow ok --allow *x -e 1"))
                .isEqualTo(1);
        assertThat(console.err())
                .isEqualTo("[ERR] --allow must hold regular expressions of at most 1000 characters, not \"*x\".\n");
    }

    @Test
    void says_that_there_is_no_engine() {
        assertThat(run("run -e print(1)")).isEqualTo(1);
        assertThat(console.err()).startsWith("[ERR] Docker is not running or not installed. ");
        assertThat(console.err().lines()).hasSize(1);
        assertThat(console.out()).isEmpty();
    }
}
