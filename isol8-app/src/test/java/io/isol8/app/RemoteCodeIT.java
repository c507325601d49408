package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.isol8.testkit.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that {@code isol8 run} and {@code isol8 serve} fetch, by TLS from a server of the test's (spec 22, 26.3). */
final class RemoteCodeIT {

    private static final String PROGRAM = "echo \"$0\"\n";
    private static final String HASH = "a54aff49929e423c6c9b8a1ceaeaf24fbc43e45e1a3c2a3965ce84f38b086d0e";
    private static final String CONFIG = """
            {"remoteCode": {"enabled": true, "blockedHosts": ["^evil"], "requireHash": %s},
             "network": {"allowPrivate": ["127.0.0.0/8", "::1/128"]}}""";

    @TempDir
    private static Path directory;

    private static HttpsServer code;

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @BeforeAll
    static void serveCode() throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificate certificate = TestCertificate.selfSigned("dns:localhost", directory.resolve("store.p12"));
        code = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        code.setHttpsConfigurator(new HttpsConfigurator(certificate.tls()));
        code.createContext("/main.sh", exchange -> answer(exchange, 200, PROGRAM));
        code.createContext("/away.sh", exchange -> {
            exchange.getResponseHeaders().add("Location", "https://169.254.169.254/latest");
            answer(exchange, 302, "");
        });
        code.createContext("/to.sh", exchange -> {
            exchange.getResponseHeaders().add("Location", "/main.sh");
            answer(exchange, 301, "elsewhere");
        });
        code.start();
    }

    @AfterAll
    static void stop() {
        code.stop(0);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String url(String path) {
        return "https://localhost:" + code.getAddress().getPort() + path;
    }

    private static String config(boolean requireHash) throws IOException {
        return Files.writeString(directory.resolve(requireHash + ".json"), CONFIG.formatted(requireHash))
                .toString();
    }

    /** Trusts the test's server besides nobody. */
    private Cli trusting(String... arguments) {
        return engine.isol8(arguments)
                .env(
                        "ISOL8_JAVA_OPTS",
                        "-Djavax.net.ssl.trustStore=" + directory.resolve("store.p12")
                                + " -Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD);
    }

    private Cli run(boolean requireHash, String... arguments) throws IOException {
        return trusting(Stream.concat(Stream.of("run", "--config", config(requireHash)), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static void assertPrinted(CliResult result, String text) {
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(text);
        assertThat(result.exitCode()).isZero();
    }

    private void assertRefused(CliResult result, String complaint) {
        assertThat(result.err()).isEqualTo("[ERR] " + complaint + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(engine.proxy().created()).isEmpty();
    }

    @Test
    void a_program_with_the_hash_that_is_required() throws IOException {
        assertPrinted(run(true, "--url", url("/to.sh"), "--hash", HASH).run(), "/sandbox/main.sh\n");
    }

    @Test
    void the_option_beats_the_ending() throws IOException {
        assertRefused(
                run(false, "--url", url("/main")).run(),
                "Cannot detect runtime from URL path. Use --runtime to specify.");
        assertPrinted(
                run(false, "--url", url("/main.sh?a=b"), "-r", "bash", "--no-stream")
                        .run(),
                "/sandbox/main.sh\n");
    }

    @Test
    void a_program_without_the_hash_that_is_required() throws IOException {
        assertRefused(
                run(true, "--url", url("/main.sh")).run(),
                "Hash verification required: provide codeHash for remote code execution.");
    }

    @Test
    void another_program_than_expected() throws IOException {
        assertRefused(
                run(false, "--url", url("/main.sh"), "--hash", "00".repeat(32)).run(), "Remote code hash mismatch");
    }

    @Test
    void a_redirect_to_where_only_this_machine_can_reach() throws IOException {
        assertRefused(run(false, "--url", url("/away.sh")).run(), "Blocked code URL host: 169.254.169.254");
    }

    @Test
    void nothing_is_fetched_without_being_configured() {
        assertRefused(
                trusting("run", "--url", url("/main.sh")).run(),
                "Remote code fetching is disabled. Set remoteCode.enabled=true to allow it.");
    }

    @Test
    void a_server_that_nobody_trusts() throws IOException {
        CliResult result = engine.isol8("run", "--config", config(false), "--url", url("/main.sh"))
                .run();
        assertThat(result.err()).startsWith("[ERR] Failed to fetch remote code: PKIX path building failed");
        assertThat(engine.proxy().created()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-stream", "--quiet"})
    void a_server_fetches_under_its_own_policy(String way) throws IOException {
        RunningServer server = RunningServer.of(
                trusting("serve", "--port", Integer.toString(RunningServer.freePort()), "--config", config(false))
                        .env("ISOL8_API_KEY", RunningServer.KEY));
        try {
            assertPrinted(there(server, way, "--url", url("/main.sh"), "--hash", HASH), "/sandbox/main.sh\n");
            CliResult refused = there(server, way, "--url", "https://evil.example/a.sh");
            assertThat(refused.err()).endsWith(" failed: Blocked code URL host: evil.example\n");
            assertThat(refused.exitCode()).isEqualTo(1);
            CliResult insecure = there(server, way, "--url", "http://localhost/a.sh", "--allow-insecure-code-url");
            assertThat(insecure.err()).endsWith(" failed: URL scheme not allowed: http\n");
        } finally {
            assertThat(server.signal("TERM").result(Duration.ofSeconds(60)).exitCode())
                    .isZero();
        }
    }

    private static CliResult there(RunningServer server, String... arguments) {
        String[] all = Stream.concat(Stream.of("run", "--host", server.url()), Stream.of(arguments))
                .toArray(String[]::new);
        return Cli.isol8(all).env("ISOL8_API_KEY", RunningServer.KEY).run();
    }
}
