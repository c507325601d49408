package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be run is refused with one line, before there is a container. */
final class RunRefusalIT {

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    Path directory;

    private void assertRefused(Cli command, String complaint) {
        CliResult result = command.run();
        assertThat(result.err()).isEqualTo("[ERR] " + complaint + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(engine.proxy().created()).isEmpty();
    }

    private void assertFileRefused(Path file, String complaint) {
        assertRefused(engine.isol8("run", file.toString()), complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        --runtime perl        | Unknown runtime: "perl". Available: python, node, bun, deno, bash
        --memory abc          | Invalid memory limit format: "abc". Use e.g. "512m", "1g".
        --memory -1           | Invalid memory limit format: "-1". Use e.g. "512m", "1g".
        --memory 64m,exec     | Invalid memory limit format: "64m,exec". Use e.g. "512m", "1g".
        --memory 0            | Invalid memory limit format: "0". Use e.g. "512m", "1g".
        --memory 1m           | memoryLimit must be at least 6m, not 1m.
        --sandbox-size abc    | Invalid --sandbox-size: "abc". Use e.g. "512m", "1g".
        --sandbox-size -1     | Invalid --sandbox-size: "-1". Use e.g. "512m", "1g".
        --sandbox-size 1m,exec| Invalid --sandbox-size: "1m,exec". Use e.g. "512m", "1g".
        --tmp-size 64m,exec   | Invalid --tmp-size: "64m,exec". Use e.g. "512m", "1g".
        --tmp-size 0          | Invalid --tmp-size: "0". Use e.g. "512m", "1g".
        --timeout 0           | --timeout must be a whole number between 1 and 2147483647, not "0".
        --timeout -1          | --timeout must be a whole number between 1 and 2147483647, not "-1".
        --timeout 1e12        | --timeout must be a whole number between 1 and 2147483647, not "1e12".
        --timeout abc         | --timeout must be a whole number between 1 and 2147483647, not "abc".
        --pids-limit 0        | --pids-limit must be a whole number between 2 and 4194304, not "0".
        --max-output 0        | --max-output must be a whole number between 1 and 2147483647, not "0".
        --cpu -1              | --cpu must be a number like 2 or 0.5, not "-1".
        --cpu 0               | cpuLimit must be between 0.01 and 4096 cores, not 0.0.
        --env NAME            | --env needs NAME=value, not "NAME".
        --env =value          | Invalid env name: "". A name is not empty and contains neither "=" nor NUL.
        --out /               | --out is a directory: /
        --out /nowhere/file   | --out cannot be written: /nowhere/file
        --files /nowhere      | --files path is not a directory: /nowhere
        --files /etc/hostname | --files path is not a directory: /etc/hostname
        --files /proc/sys/net/ipv4/route | --files cannot be read: /proc/sys/net/ipv4/route/flush: permission denied
        --setup /proc/self/mem| Cannot read /proc/self/mem: Input/output error
        --workdir /tmp        | Working directory must be inside /sandbox
        --workdir ../a        | Working directory must be inside /sandbox
        --image -x            | Invalid image: "-x". Use a reference such as "debian:stable-slim" or "sha256:…".
        --net bridge          | --net must be none, host or filtered, not "bridge".
        --allow (             | --allow must hold regular expressions of at most 1000 characters, not "(".
        --deny (?:){99999}    | --deny must hold regular expressions that ECMAScript reads alike and that cannot match in more than 10000 ways, not "(?:){99999}".
        --cmd ls              | --cmd cannot be combined with file input, --eval, --url, --github, or --gist.
        --session-id a        | --session-id requires --host (remote server). Session IDs are managed by the server.
        --url https://x/a.py  | --url/--github/--gist cannot be used with file input or --eval.
        --gist a/b.py         | --url/--github/--gist cannot be used with file input or --eval.
        --github a/b/c/d.py   | --url/--github/--gist cannot be used with file input or --eval.
        --github a/b/c        | --github format must be owner/repo/ref/path/to/file
        --gist a              | --gist format must be gistId/file.ext
        --hash 00             | --hash is for --url, --github and --gist.
        -i --no-stream        | --interactive cannot be combined with --no-stream or --out.
        -i --out=/tmp/a       | --interactive cannot be combined with --no-stream or --out.
        """)
    void an_option_that_makes_no_sense(String options, String complaint) {
        String[] words = options.split(" ");
        assertRefused(engine.isol8("run", "-e", "print(1)", words[0], words[1]), complaint);
    }

    @Test
    void two_programs() throws IOException {
        String file = Files.writeString(directory.resolve("a.py"), "print(1)").toString();
        assertRefused(
                engine.isol8("run", file, "-e", "print(2)"),
                "--eval cannot be combined with a file: give one program, not two.");
    }

    @Test
    void a_program_that_would_have_to_share_standard_input() {
        assertRefused(
                engine.isol8("run", "-i"),
                "--interactive needs a file, --eval, --cmd or a URL: standard input is for the program, and so cannot be the"
                        + " program.");
    }

    @Test
    void an_unknown_runtime_before_anybody_types_a_program() {
        CliResult result =
                engine.isol8("run", "--runtime", "perl").typing().start().result();
        assertThat(result.err())
                .isEqualTo("[ERR] Unknown runtime: \"perl\". Available: python, node, bun, deno, bash\n");
    }

    @Test
    void no_program() throws IOException {
        assertRefused(engine.isol8("run", "-e", ""), "There is no program in --eval: it is empty.");
        assertRefused(engine.isol8("run"), "There is no program in standard input: it is empty.");
        Path empty = Files.createFile(directory.resolve("a.py"));
        assertFileRefused(empty, "There is no program in " + empty + ": it is empty.");
    }

    @Test
    void something_else_than_a_program() throws IOException {
        assertFileRefused(directory, "Not a file but a directory: " + directory);
        Path missing = directory.resolve("missing.py");
        assertFileRefused(missing, "File not found: " + missing);
        Path binary = Files.write(directory.resolve("binary.py"), new byte[] {0x7f, 'E', 'L', 'F', 0, (byte) 0xff});
        assertFileRefused(
                binary, "Not a program but binary data: " + binary + " (programs are UTF-8 text without NUL).");
        Path text = Files.writeString(directory.resolve("notes.txt"), "text");
        assertFileRefused(text, "Cannot detect runtime for " + text + ". Use --runtime to specify.");
    }

    @Test
    void files_that_javas_memory_cannot_take() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
            sparse.setLength(100 << 20);
        }
        assertRefused(
                engine.isol8("run", "-e", "1", "--files", directory.toString()).env("ISOL8_JAVA_OPTS", "-Xmx48m"),
                "Java has not got the memory that this takes. ISOL8_JAVA_OPTS=-Xmx2g would give it 2 GiB.");
    }

    @Test
    void a_program_that_is_too_large() throws IOException {
        Path large =
                Files.write(directory.resolve("large.py"), "#".repeat(5 << 20).getBytes(StandardCharsets.UTF_8));
        assertFileRefused(
                large, "The program in " + large + " is larger than 4194304 bytes, the most that is accepted.");
    }

    /** Not even root may read a process's memory from its beginning: nothing is there. */
    @Test
    void a_file_that_cannot_be_read() {
        Path unreadable = Path.of("/proc/self/mem");
        assertRefused(
                engine.isol8("run", unreadable.toString(), "--runtime", "bash"),
                "Cannot read " + unreadable + ": Input/output error");
    }

    @Test
    void a_machine_without_an_engine() {
        for (String host : List.of("unix:///nowhere.sock", "tcp://127.0.0.1:1")) {
            CliResult result =
                    Cli.isol8("run", "-e", "print(1)").env("DOCKER_HOST", host).run();
            assertThat(result.err())
                    .startsWith("[ERR] Docker is not running or not installed. (" + host)
                    .hasLineCount(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void an_engine_at_no_place() {
        CliResult result = Cli.isol8("run", "-e", "print(1)")
                .env("DOCKER_HOST", "somewhere")
                .run();
        assertThat(result.err())
                .isEqualTo(
                        "[ERR] Invalid DOCKER_HOST: \"somewhere\". Use unix:///path/to/socket or tcp://host:port.\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
