package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramTextTest {

    /** Fails whoever reads it. */
    private static final InputStream BROKEN = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }
    };

    @TempDir
    Path directory;

    private static ProgramText from(@Nullable String file, @Nullable String eval, @Nullable String runtime) {
        return from(file, eval, runtime, "from standard input".getBytes(StandardCharsets.UTF_8));
    }

    private static ProgramText from(
            @Nullable String file, @Nullable String eval, @Nullable String runtime, byte[] standardInput) {
        return ProgramText.from(
                new ProgramText.Named(file, eval, null, runtime, Optional.empty()),
                RuntimeRegistry.builtIn(),
                new ByteArrayInputStream(standardInput));
    }

    private static ProgramText command(@Nullable String file, @Nullable String eval, @Nullable String runtime) {
        return ProgramText.from(
                new ProgramText.Named(file, eval, "ls | wc", runtime, Optional.empty()),
                RuntimeRegistry.builtIn(),
                BROKEN);
    }

    private static ProgramText code(String text, String runtime) {
        return new ProgramText(new Source.Code(text), runtime, Optional.empty());
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content).toString();
    }

    private String file(String name) throws IOException {
        return file(name, "1".getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String message, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOf(Isol8Exception.class).hasMessage(message);
    }

    @Test
    void is_python_unless_said_otherwise() {
        assertThat(from(null, "1", null)).isEqualTo(code("1", "python"));
        assertThat(from(null, null, null).runtime()).isEqualTo("python");
        assertThat(from(null, "1", "bash").runtime()).isEqualTo("bash");
    }

    @Test
    void is_read_from_standard_input_to_the_end() {
        byte[] text = "print('ü')\n\n".getBytes(StandardCharsets.UTF_8);
        assertThat(from(null, null, "node", text)).isEqualTo(code("print('ü')\n\n", "node"));
    }

    @ParameterizedTest
    @CsvSource({
        "a.py, python",
        "a.mjs, node",
        "a.js, node",
        "a.cjs, node",
        "a.ts, bun",
        "a.mts, deno",
        "a.sh, bash",
        "a.b.py, python",
        ".py, python"
    })
    void the_ending_picks_the_runtime(String name, String runtime) throws IOException {
        ProgramText program = from(file(name), null, null);
        assertThat(program.runtime()).isEqualTo(runtime);
        assertThat(program.extension()).hasValue(name.substring(name.lastIndexOf('.')));
    }

    @Test
    void the_option_beats_the_ending() throws IOException {
        ProgramText program = from(file("a.py"), null, "bash");
        assertThat(program.runtime()).isEqualTo("bash");
        assertThat(program.extension()).hasValue(".py");
    }

    @Test
    void with_a_runtime_no_ending_is_needed() throws IOException {
        assertThat(from(file("script"), null, "bash").extension()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"script", "a.txt", "a.PY", "dir.py_a"})
    void an_unknown_ending_is_refused(String name) throws IOException {
        String file = file(name);
        refused("Cannot detect runtime for " + file + ". Use --runtime to specify.", () -> from(file, null, null));
    }

    @Test
    void a_dot_in_a_directory_is_no_ending() throws IOException {
        Files.createDirectory(directory.resolve("lib.py"));
        String file = file("lib.py/script");
        refused("Cannot detect runtime for " + file + ". Use --runtime to specify.", () -> from(file, null, null));
    }

    @Test
    void there_is_one_program() throws IOException {
        String file = file("a.py");
        refused("--eval cannot be combined with a file: give one program, not two.", () -> from(file, "1", null));
    }

    @Test
    void a_command_line_is_for_bash_unless_said_otherwise() {
        Source command = new Source.Command("ls | wc");
        assertThat(command(null, null, null)).isEqualTo(new ProgramText(command, "bash", Optional.empty()));
        assertThat(command(null, null, "node")).isEqualTo(new ProgramText(command, "node", Optional.empty()));
        refused(
                "There is no program in --cmd: it is empty.",
                () -> ProgramText.from(
                        new ProgramText.Named(null, null, " ", null, Optional.empty()),
                        RuntimeRegistry.builtIn(),
                        BROKEN));
    }

    @Test
    void a_command_line_is_no_other_program_too() throws IOException {
        String file = file("a.py");
        String complaint = "--cmd cannot be combined with file input, --eval, --url, --github, or --gist.";
        refused(complaint, () -> command(file, null, null));
        refused(complaint, () -> command(null, "1", null));
        refused(complaint, () -> command(null, "", null));
    }

    @Test
    void a_runtime_that_is_named_need_not_be_known_here() {
        assertThat(from(null, "1", "perl")).isEqualTo(code("1", "perl"));
    }

    @Test
    void files_that_are_none_are_refused() {
        refused("File not found: nowhere.py", () -> from("nowhere.py", null, null));
        refused("File not found: a?.py", () -> from("a\0.py", null, null));
        refused("File not found: ", () -> from("", null, null));
        refused("Not a file but a directory: " + directory, () -> from(directory.toString(), null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t"})
    void nothing_is_no_program(String nothing) throws IOException {
        String file = file("a.py", nothing.getBytes(StandardCharsets.UTF_8));
        refused("There is no program in " + file + ": it is empty.", () -> from(file, null, null));
        refused("There is no program in --eval: it is empty.", () -> from(null, nothing, null));
        refused(
                "There is no program in standard input: it is empty.",
                () -> from(null, null, null, nothing.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void binary_data_is_no_program() throws IOException {
        for (byte[] binary : new byte[][] {{(byte) 0xff, 'a'}, {'a', 0, 'b'}, {'a', (byte) 0xc3}}) {
            String file = file("a.py", binary);
            refused(
                    "Not a program but binary data: " + file + " (programs are UTF-8 text without NUL).",
                    () -> from(file, null, null));
        }
    }

    @Test
    void size_is_bounded() throws IOException {
        String largest = "#".repeat(ExecutionRequest.MAX_CODE_BYTES);
        assertThat(from(null, null, null, largest.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(code(largest, "python"));
        String file = file("a.py", (largest + "#").getBytes(StandardCharsets.UTF_8));
        refused(
                "The program in " + file + " is larger than 4194304 bytes, the most that is accepted.",
                () -> from(file, null, null));
    }

    @Test
    void what_cannot_be_read_is_said_with_the_reason() {
        refused(
                "Cannot read standard input: Input/output error",
                () -> ProgramText.from(
                        new ProgramText.Named(null, null, null, null, Optional.empty()),
                        RuntimeRegistry.builtIn(),
                        BROKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.weird-ext", "b.an_ending_that_is_too_long", "noending", "dot."})
    void an_ending_that_the_sandbox_does_not_take_is_not_sent(String name) throws IOException {
        assertThat(from(file(name), null, "python").extension()).isEmpty();
    }
}
