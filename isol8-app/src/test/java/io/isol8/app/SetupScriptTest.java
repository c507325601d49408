package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of {@code --setup} (spec 26.3). */
final class SetupScriptTest {

    @TempDir
    private Path directory;

    private String file(byte[] content) throws IOException {
        return Files.write(directory.resolve("setup.sh"), content).toString();
    }

    private static void assertRefused(String complaint, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOf(Isol8Exception.class).hasMessage(complaint);
    }

    @Test
    void is_made_of_commands_and_files_in_their_order() throws IOException {
        String file = file("echo \"two\"\necho 'three'\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(SetupScript.of(List.of("echo one", file, "echo \"four\nfive\"")))
                .hasValue("echo one\necho \"two\"\necho 'three'\n\necho \"four\nfive\"");
    }

    @Test
    void need_not_be() {
        assertThat(SetupScript.of(List.of())).isEmpty();
    }

    @Test
    void a_command_may_be_called_as_a_directory_is_or_as_no_file_can_be() {
        assertThat(SetupScript.of(List.of(directory.toString()))).hasValue(directory.toString());
        assertThat(SetupScript.of(List.of("a".repeat(100_000)))).isPresent();
    }

    @Test
    void a_pipe_is_read_as_a_file_is() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        new ProcessBuilder("sh", "-c", "echo echo one > " + pipe).start();
        assertThat(SetupScript.of(List.of(pipe.toString()))).hasValue("echo one\n");
    }

    @Test
    void is_text() throws IOException {
        String binary = file(new byte[] {'a', 0});
        assertRefused(
                "Not a setup script but binary data: " + binary + " (setup scripts are UTF-8 text without NUL).",
                () -> SetupScript.of(List.of(binary)));
        String empty = file(new byte[] {' '});
        assertRefused("There is no setup script in " + empty + ": it is empty.", () -> SetupScript.of(List.of(empty)));
        assertRefused("There is no setup script in --setup: it is empty.", () -> SetupScript.of(List.of("")));
    }
}
