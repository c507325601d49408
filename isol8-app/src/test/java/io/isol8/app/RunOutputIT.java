package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a program's output (spec 16 and 26.10). */
final class RunOutputIT {

    private static final String BOTH = """
            import os
            os.write(1, b'  a\\n\\nb\\r\\n\\xc3\\xbc \\t')
            os.write(2, b'e1\\n\\n e2 \\n\\n')
            """;

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    Path directory;

    private CliResult run(String... more) {
        return engine.isol8(more).run();
    }

    @Test
    void output_is_shown_while_the_program_still_runs() {
        RunningCli running = engine.isol8("run", "-e", "import time; print('first', flush=True); time.sleep(60)")
                .start()
                .awaitOut("first\n");
        assertThat(running.signal("TERM").result().out()).isEqualTo("first\n");
    }

    @Test
    void both_streams_pass_unchanged_and_apart() {
        CliResult result = run("run", "-e", BOTH);
        assertThat(result.stdout()).isEqualTo("  a\n\nb\r\nü \t".getBytes(StandardCharsets.UTF_8));
        assertThat(result.stderr()).isEqualTo("e1\n\n e2 \n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void without_streaming_each_stream_ends_with_one_newline() {
        CliResult result = run("run", "--no-stream", "-e", BOTH);
        assertThat(result.out()).isEqualTo("  a\n\nb\r\nü\n");
        assertThat(result.err()).isEqualTo("e1\n\n e2\n");
        assertThat(run("run", "--no-stream", "-e", "pass").out()).isEmpty();
    }

    @Test
    void the_out_file_holds_exactly_the_standard_output() throws IOException {
        Path file = Files.writeString(directory.resolve("out.txt"), "what was there before");
        CliResult result = run("run", "-e", BOTH, "--out", file.toString());
        assertThat(file).hasBinaryContent("  a\n\nb\r\nü".getBytes(StandardCharsets.UTF_8));
        assertThat(result.out()).isEqualTo("  a\n\nb\r\nü\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void more_than_the_allowed_output_is_cut_and_counted() {
        CliResult result = run("run", "--max-output", "5", "-e", "print('x' * 99999)");
        assertThat(result.out()).isEqualTo("xxxxx");
        assertThat(result.err()).isEqualTo("\n\n--- OUTPUT TRUNCATED (100000 bytes, limit: 5) ---");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void without_streaming_cut_output_is_warned_about() {
        CliResult result = run("run", "--no-stream", "--max-output", "5", "-e", "print('x' * 99999)");
        assertThat(result.out()).isEqualTo("xxxxx\n\n--- OUTPUT TRUNCATED (100000 bytes, limit: 5) ---\n");
        assertThat(result.err()).isEqualTo("[WARN] Output was truncated\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void the_log_goes_to_standard_error() {
        CliResult result = run("run", "--debug", "-e", "print(1)");
        assertThat(result.out()).isEqualTo("1\n");
        assertThat(result.err()).contains(" DEBUG ").doesNotContain("SLF4J");
        assertThat(run("--debug", "run", "-e", "print(1)").err()).contains(" DEBUG ");
    }

    @Test
    void a_reader_who_leaves_ends_the_program_quietly() throws Exception {
        assertThat(shell("\"$0\" run -r bash -e yes --timeout 60000 | head -n 1; echo ${PIPESTATUS[0]}"))
                .isEqualTo("y\n141\n");
    }

    @Test
    void a_full_disk_is_no_reader_who_left() throws Exception {
        assertThat(shell("\"$0\" run -e 'print(1)' > /dev/full; echo $?"))
                .isEqualTo("[ERR] The output cannot be written: No space left on device.\n1\n");
    }

    @Test
    void a_standard_error_that_is_closed_changes_nothing_else() throws Exception {
        assertThat(shell("\"$0\" run -r bash -e 'echo 1; echo 2 >&2; exit 3' 2>&-; echo $?"))
                .isEqualTo("1\n3\n");
    }

    @Test
    void a_standard_output_that_is_closed_is_told() throws Exception {
        assertThat(shell("\"$0\" run -e 'print(1)' >&-; echo $?"))
                .isEqualTo("[ERR] The output cannot be written: Bad file descriptor.\n1\n");
    }

    @Test
    void a_standard_input_that_is_closed_is_an_empty_one() throws Exception {
        assertThat(shell("\"$0\" run -i --cmd 'cat; echo end' <&-; echo $?")).isEqualTo("end\n0\n");
    }

    private String shell(String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("timeout", "60", "bash", "-c", command, Cli.LAUNCHER.toString())
                .redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", engine.proxy().host());
        Process shell = builder.start();
        shell.getOutputStream().close();
        byte[] output = shell.getInputStream().readAllBytes();
        assertThat(shell.waitFor()).isZero();
        assertThat(engine.proxy().created()).hasSize(1);
        return new String(output, StandardCharsets.UTF_8);
    }
}
