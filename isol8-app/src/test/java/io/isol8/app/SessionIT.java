package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.ports.RunningExecution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code isol8 session list} and {@code isol8 session stop} (spec 26.25). */
final class SessionIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";

    private static RunningServer server;

    @TempDir
    private Path home;

    private final List<RemoteIsol8> clients = new ArrayList<>();

    @BeforeAll
    static void serve() {
        server = RunningServer.of(Cli.isol8("serve", "--key", RunningServer.KEY)
                .env("ISOL8_PORT", Integer.toString(RunningServer.freePort())));
    }

    @AfterAll
    static void end() {
        CliResult result = server.signal("TERM").result(BOUND);
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @AfterEach
    void close() {
        clients.forEach(RemoteIsol8::close);
    }

    private RemoteIsol8 opened(String id) {
        RemoteIsol8 client = RemoteIsol8.builder(server.url(), RunningServer.KEY)
                .sessionId(id)
                .build();
        clients.add(client);
        client.execute(ExecutionRequest.builder("bash").code("true").build());
        return client;
    }

    private Cli session(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of("session", command, "--host", server.url()));
        arguments.addAll(List.of(more));
        return Cli.isol8(arguments.toArray(String[]::new))
                .env("HOME", home.toString())
                .env("ISOL8_API_KEY", RunningServer.KEY);
    }

    private static String printed(Cli command) {
        CliResult result = command.run();
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.out();
    }

    @Test
    void there_may_be_none() {
        assertThat(printed(session("list"))).isEqualTo("[INFO] No active sessions.\n");
        assertThat(printed(session("list", "--json"))).isEqualTo("[]\n");
    }

    @Test
    void all_are_listed_the_last_used_first() throws InterruptedException {
        opened("idle one");
        RemoteIsol8 busy = opened("busy");
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .code("echo ready; sleep 100")
                .timeout(Duration.ofMinutes(2))
                .build();
        try (RunningExecution running = busy.executeStream(request)) {
            assertThat(running.poll(PATIENCE)).isPresent();

            assertThat(printed(session("list")))
                    .matches("\\[INFO\\] 2 sessions:\nbusy  \\[running\\]  last accessed: " + TIME
                            + "\nidle one  \\[idle\\]  last accessed: " + TIME + "\n");
            assertThat(printed(session("list", "--json")))
                    .matches("\\[\n  \\{\n    \"id\": \"busy\",\n    \"isActive\": true,\n    \"lastAccessedAt\": \""
                            + TIME
                            + "\"\n  \\},\n  \\{\n    \"id\": \"idle one\",\n    \"isActive\": false,\n"
                            + "    \"lastAccessedAt\": \"" + TIME + "\"\n  \\}\n\\]\n");
        }
    }

    @Test
    void one_is_ended_and_no_other() {
        opened("one/two ä");
        opened("three");

        assertThat(printed(session("stop", "one/two ä"))).isEqualTo("[OK] Session \"one/two ä\" destroyed.\n");

        assertThat(printed(session("list"))).startsWith("[INFO] 1 session:\nthree  ");
        assertThat(printed(session("stop", "one/two ä"))).isEqualTo("[OK] Session \"one/two ä\" destroyed.\n");
    }

    @Test
    void without_a_command_it_is_explained() {
        CliResult result = Cli.isol8("session").run();
        assertThat(result.out()).startsWith("Usage: isol8 session ").contains("  list ", "  stop ");
        assertThat(result.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        session list                          | error: Missing required option: '--host=URL'
        session stop --host http://localhost:1| error: Missing required parameter: 'ID'
        session list x --host http://a        | error: unexpected argument 'x'
        session stop a b --host http://a      | error: unexpected argument 'b'
        session xyzzy                         | error: unknown command 'xyzzy'
        session list --host a --key k         | [ERR] Invalid host: "a". Use an http or https URL without user, query and fragment, e.g. "http://localhost:3000".
        session stop .. --host http://a --key k | [ERR] Invalid sessionId: "..".
        session list --host http://a          | [ERR] API key required. Use --key, ISOL8_API_KEY env var, or `isol8 login`.
        """)
    void what_makes_no_sense_is_refused(String commandLine, String complaint) {
        CliResult result = Cli.isol8(commandLine.split(" "))
                .env("HOME", home.toString())
                .env("ISOL8_API_KEY", "")
                .run();
        assertThat(result.err()).isEqualTo(complaint + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void a_server_that_refuses_is_told() {
        assertThat(session("list", "--key", "another").run().err())
                .isEqualTo("[ERR] Failed to list sessions: Invalid API key\n");
        assertThat(session("stop", "x", "--key", "another").run().err())
                .isEqualTo("[ERR] Failed to delete session: Invalid API key\n");
    }
}
