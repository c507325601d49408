package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration changes for {@code isol8 run} (spec 9.4, 11.5). */
final class RunConfigIT {

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    private Path directory;

    private Cli run(String config, String... arguments) throws IOException {
        String file = Files.writeString(directory.resolve("c.json"), config).toString();
        String[] all = new String[arguments.length + 3];
        all[0] = "run";
        all[1] = "--config";
        all[2] = file;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return engine.isol8(all);
    }

    private static String sizeOf(String mount) {
        return "df -B1 --output=size " + mount + " | tail -n 1 | tr -d ' '";
    }

    @Test
    void its_defaults_hold() throws IOException {
        String config = "{\"defaults\": {\"sandboxSize\": \"8m\", \"tmpSize\": \"4m\", \"timeoutMs\": 700}}";
        CliResult sizes = run(
                        config, "-r", "bash", "-e", sizeOf("/sandbox") + "; " + sizeOf("/tmp"), "--timeout", "20000")
                .run();
        assertThat(sizes.out()).isEqualTo("8388608\n4194304\n");
        assertThat(run(config, "-r", "bash", "-e", "sleep 50").run().exitCode()).isEqualTo(137);
    }

    @Test
    void a_flag_is_stronger() throws IOException {
        CliResult result = run(
                        "{\"defaults\": {\"tmpSize\": \"4m\", \"sandboxSize\": \"8m\"}}",
                        "-r",
                        "bash",
                        "-e",
                        sizeOf("/sandbox") + "; " + sizeOf("/tmp"),
                        "--tmp-size",
                        "2m")
                .run();
        assertThat(result.out()).isEqualTo("8388608\n2097152\n");
    }

    @Test
    void the_file_of_the_working_directory_holds() throws IOException {
        Files.writeString(directory.resolve("isol8.config.json"), "{\"defaults\": {\"tmpSize\": \"4m\"}}");
        CliResult result = engine.isol8("run", "-r", "bash", "-e", sizeOf("/tmp"))
                .in(directory)
                .run();
        assertThat(result.out()).isEqualTo("4194304\n");
    }

    @Test
    void it_can_ask_for_the_log() throws IOException {
        CliResult result = run("{\"debug\": true}", "-e", "print(1)").run();
        assertThat(result.out()).isEqualTo("1\n");
        assertThat(result.err()).contains(" DEBUG RunCommand - exited after ");
    }

    @Test
    void a_language_of_the_operators_own() throws IOException {
        String config = """
                {"runtimes": {"calculator": {"image": "isol8:python", "extensions": [".sum"],
                    "command": ["python3", "-c", "import sys; print(eval(open(sys.argv[1]).read()))", "{file}"]}}}
                """;
        String program = Files.writeString(directory.resolve("a.sum"), "6 * 7").toString();
        assertThat(run(config, program).run().out()).isEqualTo("42\n");
        assertThat(run(config, "-r", "calculator", "-e", "2 + 2").run().out()).isEqualTo("4\n");
        assertThat(run(config, "-r", "perl", "-e", "1").run().err())
                .isEqualTo("[ERR] Unknown runtime: \"perl\". Available: python, node, bun, deno, bash, calculator\n");
    }
}
