package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isol8 run --host}: on a server, and with no engine here (spec 26.8, 26.9, 26.13). */
final class RunThereIT extends RunContract {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path configs;

    private static final LoopbackSite SITE = LoopbackSite.open();

    private static RunningServer server;

    @TempDir
    private Path directory;

    @BeforeAll
    static void serve() throws IOException {
        Path config = Files.writeString(configs.resolve("c.json"), """
                {"defaults": {"sandboxSize": "16m"}, "maxConcurrent": 2, %s,
                 "runtimes": {"calculator": {"image": "isol8:python", "extensions": [".sum"],
                    "command": ["python3", "-c", "import sys; print(eval(open(sys.argv[1]).read()))", "{file}"]}}}
                """.formatted(SITE.section()));
        server = RunningServer.of(Cli.isol8("serve", "--key", RunningServer.KEY, "--config", config.toString())
                .env("ISOL8_PORT", Integer.toString(RunningServer.freePort())));
    }

    @AfterAll
    static void end() {
        CliResult result = server.signal("TERM").result(BOUND);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        SITE.close();
    }

    @AfterEach
    void nothing_is_left_but_what_was_named() {
        assertThat(server.get("/sessions")).isEqualTo("{\"sessions\":[]}");
    }

    @Override
    Cli run(String... arguments) {
        return to(server.url(), arguments);
    }

    private Cli to(String host, String... arguments) {
        List<String> all = new ArrayList<>(List.of("run", "--host", host));
        all.addAll(List.of(arguments));
        return Cli.isol8(all.toArray(String[]::new))
                .in(directory)
                .env("HOME", directory.toString())
                .env("ISOL8_API_KEY", RunningServer.KEY)
                .env("DOCKER_HOST", "unix:///nowhere.sock");
    }

    @Override
    LoopbackSite site() {
        return SITE;
    }

    @Override
    Cli runBesideSite(String... arguments) {
        return run(arguments);
    }

    @Override
    String failed(String what) {
        return "Execution failed: " + what;
    }

    private static String sizeOf(String mount) {
        return "df -B1 --output=size " + mount + " | tail -n 1 | tr -d ' '";
    }

    private static void endSession(String id) {
        CliResult result = Cli.isol8("session", "stop", id, "--host", server.url(), "--key", RunningServer.KEY)
                .run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void what_nobody_chose_is_the_servers_to_choose() throws IOException {
        Files.writeString(directory.resolve("isol8.config.json"), "{\"defaults\": {\"sandboxSize\": \"4m\"}}");
        assertThat(run("--cmd", sizeOf("/sandbox")).run().out()).isEqualTo("16777216\n");
        assertThat(run("--cmd", sizeOf("/sandbox"), "--sandbox-size", "8m")
                        .run()
                        .out())
                .isEqualTo("8388608\n");
    }

    @Test
    void a_runtime_need_be_known_to_the_server_only() throws IOException {
        assertThat(run("-r", "calculator", "-e", "2 + 2").run().out()).isEqualTo("4\n");
        assertThat(run("-r", "perl", "-e", "1").run().err())
                .isEqualTo("[ERR] Stream failed: Unknown runtime: \"perl\"."
                        + " Available: python, node, bun, deno, bash, calculator\n");
    }

    @Test
    void a_session_without_a_name_gets_one_and_ends_with_the_run() {
        RunningCli running = run("--persistent", "--cmd", "echo ready; read -r", "-i")
                .typing()
                .start()
                .awaitOut("ready\n");
        assertThat(server.get("/sessions")).contains("\"id\":\"cli-");
        CliResult result = running.type("\n").result();
        assertThat(result.err()).matches("\\[INFO\\] Session ID: cli-\\d{13}\n");
        assertThat(result.exitCode()).isZero();
        assertThat(server.get("/sessions")).isEqualTo("{\"sessions\":[]}");
    }

    @Test
    void an_interrupted_run_ends_its_session_too() {
        RunningCli running =
                run("--persistent", "--cmd", "echo ready; sleep 60").start().awaitOut("ready\n");
        assertThat(running.signal("INT").result(SOON).exitCode()).isEqualTo(130);
        assertThat(server.get("/sessions")).isEqualTo("{\"sessions\":[]}");
    }

    @Test
    void a_session_with_a_name_is_kept() {
        CliResult first =
                run("--session-id", "job 1", "--cmd", "echo 42 > answer").run();
        assertThat(first.err()).isEqualTo("[INFO] Session ID: job 1\n");
        assertThat(first.exitCode()).isZero();
        CliResult second = run("--session-id", "job 1", "--persistent", "--cmd", "cat answer")
                .run();
        assertThat(second.out()).isEqualTo("42\n");

        RunningCli third = run("--session-id", "job 1", "--cmd", "echo ready; sleep 60")
                .start()
                .awaitOut("ready\n");
        assertThat(third.signal("INT").result(SOON).exitCode()).isEqualTo(130);
        assertThat(run("--session-id", "job 1", "--cmd", "cat answer").run().out())
                .isEqualTo("42\n");
        endSession("job 1");
    }

    @Test
    void quiet_it_does_not_even_tell_the_session() {
        CliResult result =
                run("--quiet", "--persistent", "--cmd", "echo 1; echo 2 >&2").run();
        assertThat(result.out()).isEqualTo("1\n");
        assertThat(result.err()).isEqualTo("2\n");
        assertThat(run("-q", "-e", "1", "--key", "another").run().err())
                .isEqualTo("[ERR] Stream failed: Invalid API key\n");
    }

    @Test
    void a_session_belongs_to_one_runtime() {
        run("--session-id", "one", "--cmd", "true").run();
        CliResult result = run("--session-id", "one", "-r", "python", "-e", "1").run();
        assertThat(result.err())
                .isEqualTo("[INFO] Session ID: one\n[ERR] Stream failed: Cannot switch runtime from \"bash\" to"
                        + " \"python\". Each persistent container supports a single runtime. Create a new Isol8"
                        + " instance for a different runtime.\n");
        assertThat(result.exitCode()).isEqualTo(1);
        endSession("one");
    }

    @Test
    void many_files_take_the_way_that_is_left_for_them() throws IOException {
        Path in = Files.createDirectory(directory.resolve("in"));
        Files.write(in.resolve("large.bin"), new byte[14 << 20]);
        assertThat(run("--cmd", "stat -c %s large.bin", "--files", in.toString())
                        .run()
                        .out())
                .isEqualTo("14680064\n");
    }

    @Test
    void a_key_is_needed_and_has_to_be_the_right_one() {
        assertThat(run("-e", "1").env("ISOL8_API_KEY", "").run().err())
                .isEqualTo("[ERR] API key required. Use --key, ISOL8_API_KEY env var, or `isol8 login`.\n");
        assertThat(run("-e", "1", "--key", "").run().err())
                .isEqualTo("[ERR] API key required. Use --key, ISOL8_API_KEY env var, or `isol8 login`."
                        + " --key is empty: leave it out to use another key.\n");
        CliResult wrong = run("-e", "1", "--key", "another").run();
        assertThat(wrong.err()).isEqualTo("[ERR] Stream failed: Invalid API key\n");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(run("-e", "print(1)", "--key", RunningServer.KEY)
                        .env("ISOL8_API_KEY", "another")
                        .run()
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void a_server_that_is_not_there_is_told_in_one_line() {
        CliResult result =
                to("http://localhost:" + RunningServer.freePort(), "-e", "1").run();
        assertThat(result.err())
                .startsWith("[ERR] Remote server health check failed: ")
                .hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void nothing_is_loaded_that_asks_docker() throws IOException {
        Path log = directory.resolve("classes.log");
        CliResult result = run("-e", "print(1)")
                .env("ISOL8_JAVA_OPTS", "-Xlog:class+load:file=" + log)
                .run();

        assertThat(result.out()).isEqualTo("1\n");
        List<String> classes = Files.readAllLines(log);
        assertThat(classes).anyMatch(line -> line.contains(" io.isol8.client."));
        assertThat(classes)
                .noneMatch(line -> line.contains(" com.github.dockerjava.") || line.contains(" io.isol8.engine.Local"));
    }
}
