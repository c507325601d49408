package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is different for somebody who sits at a terminal: colours, unless NO_COLOR says otherwise. */
final class TerminalIT {

    private static final String ESCAPE = "\033[";

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    private Path home;

    /** What a terminal shows of a shell's command, in which {@code $0} is the launcher. */
    private String shown(String command, Map<String, String> variables) throws IOException, InterruptedException {
        return shown(command, variables, "");
    }

    /** The same with something that somebody types. */
    private String shown(String command, Map<String, String> variables, String typed)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        "timeout",
                        "60",
                        "script",
                        "--quiet",
                        "--return",
                        "--command",
                        command.replace("$0", Cli.LAUNCHER.toAbsolutePath().toString()),
                        "/dev/null")
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "HOME",
                        home.toString(),
                        "TERM",
                        "xterm",
                        "ISOL8_NO_INSTALL",
                        "1",
                        "DOCKER_HOST",
                        engine.proxy().host()));
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(variables);
        Process script = builder.start();
        try (OutputStream keys = script.getOutputStream()) {
            keys.write(typed.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        script.waitFor();
        return output.replace("\r\n", "\n");
    }

    private String shown(String command) throws IOException, InterruptedException {
        return shown(command, Map.of());
    }

    @Test
    void marks_are_coloured() throws Exception {
        assertThat(shown("$0 logout")).isEqualTo("\033[36m[INFO]\033[0m No stored credentials found.\n");
        assertThat(shown("$0 run nowhere.py")).isEqualTo("\033[31m[ERR]\033[0m File not found: nowhere.py\n");
        assertThat(shown("$0 config --help")).contains(ESCAPE);
    }

    @Test
    void nobody_gets_colours_who_does_not_want_them() throws Exception {
        for (Map<String, String> variables : List.of(Map.of("NO_COLOR", "1"), Map.of("TERM", "dumb"))) {
            assertThat(shown("$0 logout; $0 run nowhere.py; $0 config --help", variables))
                    .startsWith("[INFO] No stored credentials found.\n[ERR] File not found: nowhere.py\nUsage: ")
                    .doesNotContain(ESCAPE);
        }
    }

    @Test
    void only_what_goes_to_the_terminal_is_coloured() throws Exception {
        assertThat(shown("$0 logout | cat; $0 run nowhere.py 2>&1 | cat; $0 --help | cat"))
                .startsWith("[INFO] No stored credentials found.\n[ERR] File not found: nowhere.py\nUsage: ")
                .doesNotContain(ESCAPE);
        assertThat(shown("$0 run nowhere.py > /dev/null")).contains(ESCAPE + "31m[ERR]");
        assertThat(shown("$0 logout 2> /dev/null")).contains(ESCAPE + "36m[INFO]");
    }

    @Test
    void whoever_wants_a_port_that_is_busy_is_asked() throws Exception {
        try (ServerSocket busy = new ServerSocket(0)) {
            String serve = "stty -echo; $0 serve --key k --port " + busy.getLocalPort() + "; echo $?";
            String menu = "Port " + busy.getLocalPort() + " is in use.\n  1  enter another port\n"
                    + "  2  find a free one (default)\n  3  exit\n> ";
            assertThat(shown(serve, Map.of("NO_COLOR", "1"), "3\n"))
                    .endsWith(menu + "[ERR] Server startup cancelled.\n1\n");
            assertThat(shown(serve, Map.of("NO_COLOR", "1"), "1\nabc\n"))
                    .endsWith(menu + "Port: [ERR] Invalid port from input: abc. Expected 1-65535.\n1\n");
        }
    }

    @Test
    void a_programs_output_is_its_own() throws Exception {
        assertThat(shown("$0 run -e 'print(\"[OK]\")'")).isEqualTo("[OK]\n");
    }
}
