package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code isol8 config}, and where every command looks for its configuration (spec 8.1, 8.9, 26.17). */
final class ConfigIT {

    private static final Path ROOT = Path.of(System.getProperty("isol8.root"));

    @TempDir
    private Path directory;

    private Path home;
    private Path beside;
    private Path atHome;

    @BeforeEach
    void setUp() throws IOException {
        directory = directory.toRealPath();
        home = Files.createDirectories(directory.resolve("home"));
        atHome = Files.createDirectories(home.resolve(".isol8")).resolve("config.json");
        beside = Files.createDirectory(directory.resolve("work")).resolve("isol8.config.json");
    }

    private CliResult isol8(String... arguments) {
        return Cli.isol8(arguments)
                .in(directory.resolve("work"))
                .env("HOME", home.toString())
                .env("DOCKER_HOST", "unix:///nowhere.sock")
                .run();
    }

    private static String printed(CliResult result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return result.out();
    }

    private static void assertRefused(CliResult result, String complaint) {
        assertThat(result.err()).isEqualTo("[ERR] " + complaint + "\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void shows_people_what_holds() {
        assertThat(printed(isol8("config"))).isEqualTo("""
                Isol8 Configuration
                Source: defaults (no config file found)

                General
                  Max concurrent:     10
                  Debug:              false

                Defaults
                  Timeout:            30000 ms
                  Memory limit:       512m
                  CPU limit:          1
                  Network:            none
                  Sandbox size:       512m
                  Tmp size:           256m
                  Read-only root:     true

                Network Filter
                  Whitelist:          (none)
                  Blacklist:          (none)

                Remote Code
                  Enabled:            false
                  Schemes:            https
                  Max code size:      10485760 bytes

                Cleanup
                  Auto-prune:         true
                  Max idle time:      3600000 ms
                  Images at the end:  kept

                Pool Defaults (Serve)
                  Strategy:           fast
                  Clean:              1
                  Dirty:              1
                """);
    }

    @Test
    void the_file_beside_goes_before_the_one_at_home_and_they_are_not_merged() throws IOException {
        Files.writeString(atHome, "{\"maxConcurrent\": 3, \"debug\": true}");
        assertThat(printed(isol8("config"))).contains("Source: " + atHome + "\n", "Max concurrent:     3\n");

        Files.writeString(beside, "{\"debug\": true}");
        assertThat(printed(isol8("config")))
                .contains("Source: " + beside + "\n", "Max concurrent:     10\n", "Debug:              true\n");
    }

    @Test
    void a_flag_names_the_file_exactly() throws IOException {
        Files.writeString(beside, "{\"maxConcurrent\": 3}");
        Files.writeString(beside.resolveSibling("other.json"), "{\"maxConcurrent\": 4}");
        assertThat(printed(isol8("config", "--config", "other.json")))
                .contains("Source: other.json\n", "Max concurrent:     4\n");
        assertRefused(isol8("config", "--config", "none.json"), "Config file not found: none.json");
        assertRefused(isol8("run", "-e", "1", "--config", "none.json"), "Config file not found: none.json");
        assertRefused(isol8("serve", "--key", "k", "--config", "none.json"), "Config file not found: none.json");
    }

    @Test
    void prints_json_that_reads_as_the_same() throws IOException {
        Files.writeString(beside, "{\"maxConcurrent\": 3, \"audit\": {\"logDir\": \"/logs\"}}");
        String json = printed(isol8("config", "--json"));
        assertThat(json)
                .startsWith("{\n  \"maxConcurrent\": 3,\n  \"defaults\": {\n")
                .contains("    \"logDir\": \"/logs\",\n");
        Files.writeString(beside, json);
        assertThat(printed(isol8("config", "--json"))).isEqualTo(json);
    }

    @Test
    void prints_the_schema_whatever_the_file_says() throws IOException {
        Files.writeString(beside, "{");
        assertThat(printed(isol8("config", "--schema")))
                .isEqualTo(Files.readString(ROOT.resolve("docs/isol8.config.schema.json")));
    }

    @Test
    void prints_one_thing_at_a_time() {
        assertRefused(isol8("config", "--json", "--schema"), "--json cannot be combined with --schema.");
    }

    @Test
    void every_command_says_in_one_line_what_is_wrong_with_the_file() throws IOException {
        Files.writeString(beside, "{\"defaults\": {\"timeoutMs\": -1}}");
        String complaint = beside + ": defaults.timeoutMs must be a whole number between 1 and 2147483647.";
        assertRefused(isol8("config"), complaint);
        assertRefused(isol8("config", "--json"), complaint);
        assertRefused(isol8("run", "-e", "1"), complaint);
        assertRefused(isol8("serve", "--key", "k"), complaint);

        Files.writeString(beside, "{\n  \"debug\": true,\n}\n");
        assertRefused(isol8("config"), beside + ": The file is not valid JSON (line 3, column 1).");

        Files.delete(beside);
        Files.createDirectory(beside);
        assertRefused(isol8("config"), beside + ": The config file is a directory.");
    }

    @Test
    void warnings_do_not_get_into_the_output() throws IOException {
        Files.writeString(beside, "{\"maxConcurent\": 3}");
        CliResult result = isol8("config", "--json");
        assertThat(result.err())
                .isEqualTo("[WARN] " + beside + ": unknown key, ignored: maxConcurent (did you mean maxConcurrent?)\n");
        assertThat(result.out()).startsWith("{\n  \"maxConcurrent\": 10,\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void where_there_is_no_file_a_run_loads_nothing_that_reads_one() throws IOException {
        assertThat(classesOfRun()).noneMatch(ConfigIT::readsConfigs);
        Files.writeString(beside, "{}");
        assertThat(classesOfRun()).anyMatch(ConfigIT::readsConfigs);
    }

    private static boolean readsConfigs(String line) {
        return line.contains(" io.isol8.wire.") || line.contains(" io.isol8.domain.config.");
    }

    private Iterable<String> classesOfRun() throws IOException {
        Path log = directory.resolve("classes.log");
        Files.deleteIfExists(log);
        CliResult result = Cli.isol8("run", "-e", "")
                .in(directory.resolve("work"))
                .env("HOME", home.toString())
                .env("ISOL8_JAVA_OPTS", "-Xlog:class+load:file=" + log)
                .run();
        assertThat(result.err()).isEqualTo("[ERR] There is no program in --eval: it is empty.\n");
        return Files.readAllLines(log);
    }
}
