package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.wire.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code isol8 login} and {@code isol8 logout} (spec 26.24). */
final class LoginIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LOGGED_OUT = "[OK] Credentials removed from ~/.isol8/credentials.json\n";

    @TempDir
    private static Path keys;

    private static RunningServer server;

    @TempDir
    private Path home;

    @BeforeAll
    static void begin() {
        server = RunningServer.of(serve("--auth-db", keys.resolve("auth.db").toString()));
    }

    private static Cli serve(String... more) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--key", RunningServer.KEY));
        arguments.addAll(List.of(more));
        return Cli.isol8(arguments.toArray(String[]::new))
                .env("ISOL8_PORT", Integer.toString(RunningServer.freePort()));
    }

    @AfterAll
    static void end() {
        assertEndsWell(server);
    }

    private static void assertEndsWell(RunningServer running) {
        CliResult result = running.signal("TERM").result(BOUND);
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private Cli isol8(String... arguments) {
        return Cli.isol8(arguments).env("HOME", home.toString()).env("ISOL8_API_KEY", "");
    }

    private Cli login(String... more) {
        List<String> arguments = new ArrayList<>(List.of("login", "--host", server.url()));
        arguments.addAll(List.of(more));
        return isol8(arguments.toArray(String[]::new));
    }

    private Path file() {
        return home.resolve(".isol8/credentials.json");
    }

    private Credentials kept() throws IOException {
        return Credentials.read(Files.readString(file()));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assertRefused(CliResult result, String complaint) {
        assertThat(result.err()).isEqualTo(complaint + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private static String keysOfTheServer() {
        return server.get("/auth/keys");
    }

    @Test
    void a_key_is_made_and_kept_for_its_owner_alone() throws IOException {
        CliResult result = login("--key", RunningServer.KEY).run();

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        Credentials kept = kept();
        assertThat(kept.host()).isEqualTo(server.url());
        assertThat(kept.token()).matches("isol8_[0-9a-f]{64}");
        assertThat(result.out())
                .isEqualTo("[OK] Logged in to " + server.url() + "\n       Expires: " + kept.expiresAt()
                        + "\n       Credentials: ~/.isol8/credentials.json\n");
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(home.resolve(".isol8"))).isEqualTo("rwx------");
        assertThat(home.resolve(".isol8").toFile().list()).containsExactly("credentials.json");
        assertThat(server.status("/sessions", kept.token())).isEqualTo(200);
        assertThat(keysOfTheServer()).contains(kept.keyId(), "\"name\":\"cli-login-20");
    }

    @Test
    void the_key_has_the_name_and_the_time_that_were_asked_for() throws IOException {
        Instant before = Instant.now();
        CliResult result = login("--name", "ci of Ada", "--ttl", "3600000")
                .env("ISOL8_API_KEY", RunningServer.KEY)
                .run();

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(kept().expiresAt())
                .isBetween(before.plus(HOUR).minusMillis(1), Instant.now().plus(HOUR));
        assertThat(keysOfTheServer()).contains("\"name\":\"ci of Ada\"");
    }

    @Test
    void later_commands_for_the_same_server_use_it() {
        login("--key", RunningServer.KEY).run();
        CliResult run =
                isol8("run", "--host", server.url() + "/", "-e", "print(6 * 7)").run();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("42\n");
        assertThat(isol8("session", "list", "--host", server.url()).run().out())
                .isEqualTo("[INFO] No active sessions.\n");
    }

    @Test
    void a_key_that_has_expired_is_warned_about() {
        login("--key", RunningServer.KEY, "--ttl", "1").run();
        assertRefused(isol8("run", "--host", server.url(), "-e", "1").run(), """
                [WARN] Stored credentials have expired. Run `isol8 login` to re-authenticate.
                [ERR] API key required. Use --key, ISOL8_API_KEY env var, or `isol8 login`.""");
    }

    @Test
    void what_was_kept_before_is_replaced() throws IOException {
        Files.createDirectory(home.resolve(".isol8"));
        Files.writeString(file(), "whatever");
        login("--key", RunningServer.KEY).run();

        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(kept().host()).isEqualTo(server.url());
    }

    @Test
    void quiet_it_does_its_work_without_a_word() throws IOException {
        CliResult result = login("-q", "--key", RunningServer.KEY).run();
        assertThat(result.out() + result.err()).isEmpty();
        assertThat(kept().host()).isEqualTo(server.url());
        assertThat(isol8("--quiet", "logout").run().out()).isEmpty();
    }

    @Test
    void whoever_logs_out_is_forgotten() {
        login("--key", RunningServer.KEY).run();
        CliResult first = isol8("logout").run();
        assertThat(first.out()).isEqualTo(LOGGED_OUT);
        assertThat(first.exitCode()).isZero();
        assertThat(file()).doesNotExist();

        CliResult second = isol8("logout").run();
        assertThat(second.out()).isEqualTo("[INFO] No stored credentials found.\n");
        assertThat(second.err()).isEmpty();
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void a_key_that_is_not_the_masters_gets_none() throws IOException {
        assertRefused(login("--key", "another").run(), "[ERR] Login failed: Invalid API key");
        login("--key", RunningServer.KEY).run();
        String token = kept().token();
        assertRefused(login("--key", token).run(), "[ERR] Login failed: Master key required for this operation");
        assertThat(kept().token()).isEqualTo(token);
    }

    @Test
    void a_server_without_keys_is_explained() {
        RunningServer plain = RunningServer.of(serve());
        CliResult result = isol8("login", "--host", plain.url(), "--key", RunningServer.KEY)
                .run();
        assertEndsWell(plain);

        assertRefused(result, """
                [ERR] Login failed: DB-backed auth is not enabled
                [WARN] This server keeps no keys, so there is nobody to log in as.
                [WARN] Start it with a database for them: isol8 serve --auth-db""");
        assertThat(file()).doesNotExist();
        assertThat(home.resolve(".isol8")).isEmptyDirectory();
    }

    @Test
    void a_server_that_is_not_there_is_named() {
        String nowhere = "http://localhost:" + RunningServer.freePort();
        CliResult result =
                isol8("login", "--host", nowhere, "--key", RunningServer.KEY).run();
        assertThat(result.err()).startsWith("[ERR] Login failed: ").hasLineCount(1);
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void no_key_is_made_that_could_not_be_kept() throws IOException {
        Files.createDirectories(file());
        String before = keysOfTheServer();
        assertRefused(
                login("--key", RunningServer.KEY).run(),
                "[ERR] ~/.isol8/credentials.json cannot be written: it is a directory.");
        assertThat(keysOfTheServer()).isEqualTo(before);
        assertThat(home.resolve(".isol8").toFile().list()).containsExactly("credentials.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        login --key k                         | error: Missing required option: '--host=URL'
        login --host                          | error: Missing required parameter for option '--host' (URL)
        login --host http://localhost:1       | [ERR] API key required. Use --key or ISOL8_API_KEY env var.
        login --host http://localhost:1 --key= | [ERR] API key required. Use --key or ISOL8_API_KEY env var. --key is empty: leave it out to use another key.
        login --host localhost:1 --key k      | [ERR] Invalid host: "localhost:1". Use an http or https URL without user, query and fragment, e.g. "http://localhost:3000".
        login --host http://a --key k --ttl 0 | [ERR] --ttl must be a whole number between 1 and 3153600000000, not "0".
        login --host http://a --key k --ttl x | [ERR] --ttl must be a whole number between 1 and 3153600000000, not "x".
        login --host http://a --key k --name= | [ERR] name is required
        logout now                            | error: unexpected argument 'now'
        """)
    void what_makes_no_sense_is_refused(String commandLine, String complaint) {
        assertRefused(isol8(commandLine.split(" ")).run(), complaint);
        assertThat(home).isEmptyDirectory();
    }
}
