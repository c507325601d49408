package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the program comes from, and what runs it (spec 26.4 to 26.6). */
final class RunSourceIT {

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    Path directory;

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static void assertPrinted(CliResult result, String text) {
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(text);
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "a.py, 'import sys; print(sys.argv[0])'",
        "a.mjs, 'console.log(import.meta.url.slice(7))'",
        "a.cjs, 'console.log(__filename)'",
        "a.ts, 'const f: string = import.meta.path; console.log(f)'",
        "a.mts, 'const f: string = import.meta.filename!; console.log(f)'",
        "a.sh, 'echo $0'"
    })
    void the_ending_of_a_file_picks_the_runtime(String name, String text) throws IOException {
        String ending = name.substring(1);
        assertPrinted(engine.isol8("run", file(name, text)).run(), "/sandbox/main" + ending + "\n");
    }

    @Test
    void the_option_beats_the_ending() throws IOException {
        assertPrinted(
                engine.isol8("run", file("a.py", "echo ${0##*/}"), "--runtime", "bash")
                        .run(),
                "main.py\n");
    }

    @Test
    void the_program_may_stand_on_the_command_line() {
        assertPrinted(engine.isol8("run", "-e", "print('-e')").run(), "-e\n");
        assertPrinted(engine.isol8("run", "--eval=echo --eval=1 '$x'", "-rbash").run(), "--eval=1 $x\n");
    }

    @Test
    void the_program_may_come_from_standard_input() {
        assertPrinted(engine.isol8("run").stdin("print('grüezi 🙂')\n").run(), "grüezi 🙂\n");
        assertPrinted(
                engine.isol8("run", "-r", "node")
                        .stdin("console.log(process.version[0])")
                        .run(),
                "v\n");
    }

    @Test
    void the_exit_code_is_the_programs() {
        assertThat(engine.isol8("run", "-r", "bash", "-e", "exit 42").run().exitCode())
                .isEqualTo(42);
        assertThat(engine.isol8("run", "-r", "bash", "-e", "kill -TERM $$")
                        .run()
                        .exitCode())
                .isEqualTo(143);
    }

    @Test
    void a_broken_program_fails_in_its_own_words() {
        CliResult result = engine.isol8("run", "-e", "1/0").run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("Traceback ").endsWith("ZeroDivisionError: division by zero\n");
    }
}
