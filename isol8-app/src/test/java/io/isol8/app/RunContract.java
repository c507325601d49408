package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code isol8 run} does wherever the program runs (spec 26.3). */
abstract class RunContract {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Prints what each of the URLs on standard input is answered by. */
    private static final String FETCH = """
            import sys, urllib.error, urllib.request
            for url in sys.stdin.read().split():
                try:
                    print(urllib.request.urlopen(url).read().decode())
                except urllib.error.URLError as e:
                    print(getattr(e, "code", "unreachable"))
            """;

    @TempDir
    private Path directory;

    /** A command line of {@code isol8 run} that runs its program in the place that is tested. */
    abstract Cli run(String... arguments);

    /** What a filter may let through of {@link #runBesideSite}. */
    abstract LoopbackSite site();

    /** A command line that fetches what standard input names. */
    abstract Cli runBesideSite(String... arguments) throws IOException;

    /** What failures begin with there. */
    abstract String failed(String what);

    private static void assertPrinted(CliResult result, String text) {
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(text);
        assertThat(result.exitCode()).isZero();
    }

    private Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling(".").normalize());
        return Files.writeString(file, text);
    }

    @Test
    void a_program_gets_what_it_was_given_and_ends_as_it_ends() {
        CliResult result = run(
                        "-r",
                        "bash",
                        "-e",
                        "read -r line; echo \"$line $NAME $TOKEN\"; echo oops >&2; exit 7",
                        "--stdin",
                        "hi\n",
                        "--env",
                        "NAME=Ada",
                        "--secret",
                        "TOKEN=hunter2",
                        "--secret",
                        "nothing")
                .run();
        assertThat(result.out()).isEqualTo("hi Ada ***\n");
        assertThat(result.err()).isEqualTo("oops\n");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void collected_output_is_shown_at_the_end_and_written_to_a_file() throws IOException {
        Path out = directory.resolve("out.txt");
        assertPrinted(
                run("-e", "print(1); print(2); print()", "--out", out.toString())
                        .run(),
                "1\n2\n");
        assertThat(out).hasContent("1\n2");
        assertPrinted(run("--no-stream", "-e", "print(1)").run(), "1\n");
    }

    @Test
    void a_command_line_is_run_by_bash_in_any_image() {
        CliResult result = run("--cmd", "echo a b | tr a-z A-Z; exit 4").run();
        assertThat(result.out()).isEqualTo("A B\n");
        assertThat(result.exitCode()).isEqualTo(4);
        assertPrinted(run("--cmd", "python3 -c 'print(6 * 7)'", "-r", "python").run(), "42\n");
    }

    @Test
    void a_directorys_regular_files_are_there() throws IOException {
        file("in/a.txt", "a");
        file("in/b/c d.txt", "cd");
        file("in/.git/config", "x");
        file("in/node_modules/m/index.js", "x");
        Files.write(directory.resolve("in/b/all.bin"), allBytes());
        Files.createSymbolicLink(directory.resolve("in/link"), Path.of("/etc/hostname"));
        assertPrinted(
                run(
                                "--cmd",
                                "find . -type f -o -type l | sort; cat 'b/c d.txt'; sum -s < b/all.bin",
                                "--files",
                                directory.resolve("in").toString())
                        .run(),
                "./a.txt\n./b/all.bin\n./b/c d.txt\ncd" + "32640 1\n");
    }

    private static byte[] allBytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    @Test
    void set_up_comes_first_line_by_line() throws IOException {
        String script = file("setup.sh", "two='2\"'\necho \"$two\" >> log\n").toString();
        assertPrinted(
                run("--setup", "echo 1 > log", "--setup", script, "--setup", "echo '3' >> log", "--cmd", "cat log")
                        .run(),
                "1\n2\"\n3\n");
    }

    @Test
    void a_set_up_that_fails_keeps_the_program_from_running() {
        CliResult streamed =
                run("--setup", "echo bad >&2; exit 3", "-e", "print(1)").run();
        assertThat(streamed.out()).isEmpty();
        assertThat(streamed.err()).isEqualTo("bad\n[ERR] Setup script failed (exit code 3)\n");
        assertThat(streamed.exitCode()).isEqualTo(3);

        CliResult collected = run("--setup", "echo bad >&2; exit 3", "-e", "print(1)", "--no-stream")
                .run();
        assertThat(collected.err()).isEqualTo("[ERR] " + failed("Setup script failed (exit code 3): bad") + "\n");
        assertThat(collected.exitCode()).isEqualTo(1);
    }

    @Test
    void the_program_starts_where_it_was_told_to() {
        assertPrinted(
                run("--setup", "mkdir -p a/b", "--workdir", "a/b", "--cmd", "pwd")
                        .run(),
                "/sandbox/a/b\n");
        assertPrinted(
                run("--setup", "mkdir -p a", "--workdir", "/sandbox/a", "--cmd", "pwd")
                        .run(),
                "/sandbox/a\n");
    }

    @Test
    void another_image_may_be_chosen() {
        assertPrinted(
                run("--image", "isol8:node", "-r", "bash", "-e", "node -p '6 * 7'")
                        .run(),
                "42\n");
    }

    @Test
    void limits_hold() {
        CliResult result = run(
                        "--cmd",
                        "df -B1 --output=size /tmp /sandbox | tail -n 2 | tr -d ' '; sleep 50",
                        "--tmp-size",
                        "4m",
                        "--sandbox-size",
                        "8m",
                        "--timeout",
                        "5000")
                .run();
        assertThat(result.out()).isEqualTo("4194304\n8388608\n");
        assertThat(result.err()).isEqualTo("[ERR] EXECUTION TIMED OUT\n");
        assertThat(result.exitCode()).isEqualTo(137);
    }

    @Test
    void an_interactive_program_is_answered_and_answers() {
        RunningCli running = run("-i", "-r", "bash", "-e", "while read -r line; do echo \"<$line>\"; done; echo end")
                .typing()
                .start();
        running.type("one\n").awaitOut("<one>\n");
        running.type("two ö\n").awaitOut("<one>\n<two ö>\n");
        CliResult result = running.endInput().result();
        assertPrinted(result, "<one>\n<two ö>\nend\n");
    }

    @Test
    void interactive_input_may_be_a_pipe_that_brings_much() {
        String line = "0123456789".repeat(10) + "\n";
        assertPrinted(run("-i", "--cmd", "wc -c").stdin(line.repeat(20_000)).run(), "2020000\n");
    }

    @Test
    void ctrl_c_is_an_interactive_programs_to_heed() {
        RunningCli running = run(
                        "--interactive",
                        "-r",
                        "bash",
                        "-e",
                        "trap 'echo caught; exit 9' INT; echo ready; sleep 60 & wait")
                .typing()
                .start()
                .awaitOut("ready\n");
        CliResult result = running.signalGroup("INT").result(SOON);
        assertThat(result.out()).isEqualTo("ready\ncaught\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(9);
    }

    @Test
    void ctrl_c_ends_an_interactive_program_that_does_not_heed_it() {
        RunningCli running =
                run("-i", "--cmd", "echo ready; sleep 60").typing().start().awaitOut("ready\n");
        CliResult result = running.signal("INT").result(SOON);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(130);
    }

    @Test
    void the_second_ctrl_c_ends_a_program_that_ignores_it() {
        RunningCli running = run(
                        "-i", "-r", "bash", "-e", "trap 'echo no' INT; echo ready; while :; do sleep 0.1; done")
                .typing()
                .start()
                .awaitOut("ready\n");
        running.signal("INT").awaitOut("ready\nno\n");
        CliResult result = running.signal("INT").result(SOON);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(130);
    }

    @Test
    void without_it_ctrl_c_ends_the_program_at_once() {
        RunningCli running = run("-r", "bash", "-e", "trap 'echo no' INT; echo ready; sleep 60 & wait; wait")
                .start()
                .awaitOut("ready\n");
        CliResult result = running.signal("INT").result(SOON);
        assertThat(result.out()).isEqualTo("ready\n");
        assertThat(result.exitCode()).isEqualTo(130);
    }

    @Test
    void what_is_no_option_at_all_is_refused_in_the_same_words() {
        CliResult result = run("-e", "print(1)", "--cpu", "0").run();
        assertThat(result.err()).isEqualTo("[ERR] cpuLimit must be between 0.01 and 4096 cores, not 0.0.\n");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private CliResult fetch(String urls, String... flags) throws IOException {
        String[] arguments = Arrays.copyOf(flags, flags.length + 4);
        System.arraycopy(new String[] {"-e", FETCH, "--stdin", urls}, 0, arguments, flags.length, 4);
        return runBesideSite(arguments).run();
    }

    @Test
    void nothing_is_reached_unless_a_network_is_chosen() throws IOException {
        assertPrinted(fetch(site().url("/a")), "unreachable\n");
        assertPrinted(fetch(site().url("/a"), "--net", "none"), "unreachable\n");
        assertPrinted(fetch(site().url("/a"), "--net", "filtered"), "/a\n");
        assertPrinted(fetch(site().url("/a"), "--net", "host"), "/a\n");
    }

    @Test
    void patterns_decide_what_is_reached() throws IOException {
        String urls = site().url("/a") + " http://elsewhere.test/";
        assertPrinted(fetch(urls, "--net", "filtered", "--allow", "^127\\.", "--allow", "^nobody\\."), "/a\n403\n");
        assertPrinted(fetch(urls, "--net=filtered", "--deny", "^127\\.", "--deny", "ELSE"), "403\n403\n");
    }

    @Test
    void what_was_asked_of_the_network_is_listed_at_the_end() throws IOException {
        String urls = site().url("/a?b") + " http://elsewhere.test/";
        String[] flags = {"--net", "filtered", "--deny", "elsewhere", "--log-network"};
        for (String way : List.of("--quiet", "--no-stream")) {
            String[] all = Arrays.copyOf(flags, flags.length + 1);
            all[flags.length] = way;
            CliResult result = fetch(urls, all);
            assertThat(result.out()).isEqualTo("/a?b\n403\n");
            assertThat(result.exitCode()).isZero();
            assertThat(result.err().lines().toList())
                    .satisfiesExactly(
                            title -> assertThat(title).isEqualTo("--- Network Logs ---"),
                            first -> assertThat(first)
                                    .matches("\\{\"timestamp\":\"[^\"]*\",\"method\":\"GET\",\"host\":\"127.0.0.2\","
                                            + "\"path\":\"/a\\?b\",\"action\":\"ALLOW\",\"durationMs\":\\d+,"
                                            + "\"bytesIn\":\\d+,\"bytesOut\":\\d+,\"status\":200\\}"),
                            second -> assertThat(second)
                                    .contains("\"host\":\"elsewhere.test\"", "\"BLOCK\"", "\"status\":403"));
        }
        assertPrinted(fetch("", "--net", "filtered", "--log-network"), "");
    }

    @Test
    void packages_are_installed_first() throws IOException {
        file("in/greet/package.json", "{\"name\": \"greet\", \"version\": \"1.0.0\", \"main\": \"greet.js\"}");
        file("in/greet/greet.js", "module.exports = name => `hello ${name}`;");
        String[] greeting = {
            "-r",
            "node",
            "-e",
            "import greet from 'greet'; console.log(greet(1))",
            "--files",
            directory.resolve("in").toString()
        };

        CliResult result =
                run(and(greeting, "--install", "./greet", "--net", "filtered")).run();
        assertThat(result.out()).isEqualTo("hello 1\n");
        assertThat(result.exitCode()).isZero();

        CliResult failed =
                run(and(greeting, "--install", "./nobody", "--net", "filtered")).run();
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("Package install failed (exit code 254): npm error ");
        assertThat(failed.exitCode()).isEqualTo(1);

        assertThat(run(and(greeting, "--install", "./greet", "--net", "none"))
                        .run()
                        .err())
                .startsWith("[ERR] ")
                .endsWith(
                        "request.installPackages needs options.network \"filtered\" or \"host\", or an image that has the"
                                + " packages: none that may be used has all of them.\n");
    }

    private static String[] and(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    @Test
    void flags_without_a_filter_are_remarked_on() throws IOException {
        CliResult result = fetch("", "--net", "none", "--allow", "a", "--log-network");
        assertThat(result.err())
                .isEqualTo("[WARN] The network is none, not filtered: nothing comes of --allow, --log-network.\n");
        assertThat(result.exitCode()).isZero();
    }
}
