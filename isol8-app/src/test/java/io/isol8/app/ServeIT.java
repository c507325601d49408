package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.Termination;
import io.isol8.ports.RunningExecution;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code isol8 serve} from its first line to its end (spec 3.9, 26.19 to 26.21, 28). */
final class ServeIT {

    private static final int MANY = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Draining, cancelling and telling have 5 s each, and then Docker removes much. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final ExecutionRequest STUBBORN = ExecutionRequest.builder("bash")
            .code("trap '' INT TERM HUP; echo ready; while :; do sleep 1; done")
            .timeout(Duration.ofMinutes(5))
            .build();

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    private Path directory;

    private Cli serve(String... arguments) {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        return engine.isol8(all.toArray(String[]::new))
                .env("ISOL8_PORT", Integer.toString(RunningServer.freePort()))
                .env("ISOL8_API_KEY", RunningServer.KEY);
    }

    private static void assertEndsWell(RunningServer server) {
        CliResult result = server.signal("TERM").result(BOUND);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.err()).isEmpty();
    }

    private RunningServer serverForMany() throws IOException {
        Path config = Files.writeString(directory.resolve("c.json"), "{\"maxConcurrent\": " + MANY + "}");
        return RunningServer.of(serve("--config", config.toString()));
    }

    private static List<RunningExecution> startMany(RemoteIsol8 client) throws InterruptedException {
        List<RunningExecution> all = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            all.add(client.executeStream(STUBBORN));
        }
        for (RunningExecution running : all) {
            assertThat(running.poll(PATIENCE))
                    .hasValueSatisfying(event -> assertThat(event).isInstanceOf(StreamEvent.Output.class));
        }
        return all;
    }

    private void assertNothingIsLeft() {
        assertThat(engine.proxy().created()).hasSizeGreaterThanOrEqualTo(MANY);
        engine.awaitNothingLeft();
    }

    @Test
    void says_where_it_listens_and_lets_in_who_has_the_key() {
        RunningServer server = RunningServer.of(serve());
        assertThat(server.more()).isEmpty();
        assertThat(server.status("/health", "any")).isEqualTo(200);
        assertThat(server.status("/ready", "any")).isEqualTo(200);
        assertThat(server.status("/sessions", RunningServer.KEY)).isEqualTo(200);
        assertThat(server.status("/sessions", "any")).isEqualTo(403);
        assertEndsWell(server);
    }

    @Test
    void the_key_of_the_command_line_is_the_stronger_one() {
        RunningServer server = RunningServer.of(serve("--key", "another"));
        assertThat(server.status("/sessions", "another")).isEqualTo(200);
        assertThat(server.status("/sessions", RunningServer.KEY)).isEqualTo(403);
        assertEndsWell(server);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "--key, ''"})
    void without_a_key_it_does_not_start(String flag, String value) {
        Cli cli = flag.isEmpty() ? serve() : serve(flag, value);
        CliResult result = cli.env("ISOL8_API_KEY", flag.isEmpty() ? "" : RunningServer.KEY)
                .run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("[ERR] API key required. Use --key or ISOL8_API_KEY env var."
                        + (flag.isEmpty() ? "" : " --key is empty: leave it out to use another key.") + "\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void short_flags_do_and_there_is_nothing_to_update() {
        int port = RunningServer.freePort();
        RunningServer server = RunningServer.of(serve("--update", "-k", "another", "-p", Integer.toString(port)));
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.status("/sessions", "another")).isEqualTo(200);
        CliResult result = server.signal("TERM").result(BOUND);
        assertThat(result.err()).isEqualTo("[INFO] There is nothing to update: this server is part of isol8 itself.\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void the_port_is_that_of_the_flag_else_of_the_variables() {
        int flag = RunningServer.freePort();
        int variable = RunningServer.freePort();
        int general = RunningServer.freePort();
        List<Cli> chosen = List.of(
                serve("--port", Integer.toString(flag))
                        .env("ISOL8_PORT", "" + variable)
                        .env("PORT", "" + general),
                serve().env("ISOL8_PORT", "" + variable).env("PORT", "" + general),
                serve().env("ISOL8_PORT", "").env("PORT", "" + general));
        List<Integer> ports = new ArrayList<>();
        for (Cli cli : chosen) {
            RunningServer server = RunningServer.of(cli);
            ports.add(server.port());
            assertEndsWell(server);
        }
        assertThat(ports).containsExactly(flag, variable, general);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "3000x", "1e3"})
    void a_port_that_is_none_is_refused(String port) {
        CliResult flag = serve("--port=" + port).run();
        assertThat(flag.err()).isEqualTo("[ERR] Invalid port from --port: " + port + ". Expected 1-65535.\n");
        assertThat(flag.exitCode()).isEqualTo(1);
        CliResult variable = serve().env("ISOL8_PORT", port).run();
        assertThat(variable.err()).isEqualTo("[ERR] Invalid port from ISOL8_PORT: " + port + ". Expected 1-65535.\n");
        assertThat(variable.exitCode()).isEqualTo(1);
    }

    @Test
    void another_port_is_taken_if_the_wanted_one_is_busy() throws IOException {
        try (ServerSocket busy = new ServerSocket(0)) {
            RunningServer server = RunningServer.of(serve("--port", Integer.toString(busy.getLocalPort())));
            assertThat(server.port()).isNotEqualTo(busy.getLocalPort());
            assertThat(server.status("/health", "any")).isEqualTo(200);
            CliResult result = server.signal("TERM").result(BOUND);
            assertThat(result.exitCode()).isZero();
            assertThat(result.err())
                    .isEqualTo("[WARN] Port " + busy.getLocalPort() + " is in use. Falling back to available port "
                            + server.port() + ".\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void told_to_end_it_lets_what_runs_come_to_its_end(String signal) throws InterruptedException {
        RunningServer server = RunningServer.of(serve());
        try (RemoteIsol8 client = server.client();
                RunningExecution running = client.executeStream(ExecutionRequest.builder("bash")
                        .code("echo ready; sleep 1; echo done")
                        .build())) {
            assertThat(running.poll(PATIENCE)).isPresent();
            server.signal(signal);
            assertThat(running.result().termination()).isEqualTo(Termination.EXITED);
        }
        CliResult result = server.result(BOUND);
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void told_to_end_with_many_programs_running_it_leaves_nothing() throws Exception {
        RunningServer server = serverForMany();
        try (RemoteIsol8 client = server.client()) {
            List<RunningExecution> all = startMany(client);
            CliResult result = server.signal("TERM").result(BOUND);
            assertThat(result.exitCode()).as(result.toString()).isZero();
            for (RunningExecution running : all) {
                assertThat(running.result().termination()).isEqualTo(Termination.CANCELLED);
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void told_twice_it_ends_at_once() throws Exception {
        RunningServer server = serverForMany();
        try (RemoteIsol8 client = server.client()) {
            startMany(client);
            server.signal("TERM");
            await().atMost(PATIENCE).until(() -> server.status("/ready", "any") == 503);
            assertThat(server.signal("INT").result(SOON).exitCode()).isEqualTo(130);
        }
        assertNothingIsLeft();
    }

    @Test
    void killed_with_many_programs_running_it_leaves_nothing() throws Exception {
        RunningServer server = serverForMany();
        try (RemoteIsol8 client = server.client()) {
            startMany(client);
            assertThat(server.signal("KILL").result(SOON).exitCode()).isEqualTo(137);
        }
        assertNothingIsLeft();
    }
}
