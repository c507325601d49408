package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import io.isol8.testkit.TestClock;
import io.isol8.wire.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Which key is used for a server (spec 26.12). */
final class RemoteTest {

    private static final String NONE = "API key required. Use --key, ISOL8_API_KEY env var, or `isol8 login`.";
    private static final String HOST = "http://localhost:3000";

    @TempDir
    private Path home;

    private final TestClock clock = new TestClock();
    private final InMemoryConsole console = new InMemoryConsole();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void atHome() {
        environment.put("HOME", home.toString());
    }

    private String key(String host, String... arguments) {
        CommandSpec spec = CommandSpec.create().addOption(Remote.keyOption().build());
        return new Remote(environment, console.console(), clock).key(host, new CommandLine(spec).parseArgs(arguments));
    }

    private void assertNone(String host, String... arguments) {
        assertThatThrownBy(() -> key(host, arguments))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(NONE);
    }

    private void store(String host, Instant expiry) {
        CredentialsFile file = CredentialsFile.of(environment);
        try (CredentialsFile.Draft draft = file.draft()) {
            draft.keep(new Credentials(host, "stored", expiry, "id"));
        }
    }

    private void store() {
        store(HOST, clock.now().plusMillis(1));
    }

    @Test
    void the_flag_is_the_strongest_then_the_variable() {
        store();
        environment.put("ISOL8_API_KEY", "variable");
        assertThat(key(HOST, "--key", "flag")).isEqualTo("flag");
        assertThat(key(HOST)).isEqualTo("variable");
        environment.put("ISOL8_API_KEY", "");
        assertThat(key(HOST)).isEqualTo("stored");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void an_empty_flag_is_not_made_up_for() {
        store();
        environment.put("ISOL8_API_KEY", "variable");
        assertThatThrownBy(() -> key(HOST, "--key", ""))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(NONE + " --key is empty: leave it out to use another key.");
    }

    @ParameterizedTest
    @CsvSource({"http://a, http://a", "http://a/, http://a", "http://a, http://a/", "http://a/, http://a/"})
    void a_login_holds_for_its_server_with_or_without_a_slash(String stored, String host) {
        store(stored, clock.now().plusSeconds(5));
        assertThat(key(host)).isEqualTo("stored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://b", "https://a", "http://a:80", "http://a//", "http://a/x"})
    void a_login_holds_for_no_other_server(String host) {
        store("http://a", clock.now().plusSeconds(5));
        assertNone(host);
        assertThat(console.err()).isEmpty();
    }

    @Test
    void a_login_that_has_expired_is_warned_about() {
        store();
        clock.advance(Duration.ofMillis(1));
        assertNone(HOST);
        assertThat(console.err())
                .isEqualTo("[WARN] Stored credentials have expired. Run `isol8 login` to re-authenticate.\n");
    }

    @Test
    void without_any_it_is_said_where_one_can_come_from() {
        assertNone(HOST);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_home_that_is_no_directory_has_none() {
        environment.put("HOME", "/dev/null");
        assertNone(HOST);
        assertThat(CredentialsFile.of(environment).delete()).isFalse();
    }

    @Test
    void a_file_that_says_something_else_is_named() throws IOException {
        Files.createDirectory(home.resolve(".isol8"));
        Files.writeString(home.resolve(".isol8/credentials.json"), "{\n  \"host\": \"http://a\",\n}\n");
        assertThatThrownBy(() -> key(HOST))
                .hasMessage("~/.isol8/credentials.json: The file is not valid JSON (line 3, column 1)."
                        + " Run `isol8 login` to replace it.");
        assertThat(key(HOST, "--key", "flag")).isEqualTo("flag");
    }
}
