package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Isol8Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFilesTest {

    private final InMemoryConsole console = new InMemoryConsole();

    @TempDir
    private Path directory;

    private ConfigFiles configs;
    private Path file;

    @BeforeEach
    void setUp() {
        configs = new ConfigFiles(console.console(), Map.of("HOME", directory.toString()));
        file = directory.resolve("c.json");
    }

    private void assertRefused(String complaint) {
        assertThatThrownBy(() -> configs.load(file.toString())).isInstanceOfSatisfying(Isol8Exception.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(e.message()).isEqualTo(complaint);
        });
        assertThat(console.err()).isEmpty();
    }

    private void assertRefused(byte[] content, String complaint) throws IOException {
        Files.write(file, content);
        assertRefused(file + ": " + complaint);
    }

    private void assertRefused(String content, String complaint) throws IOException {
        assertRefused(content.getBytes(StandardCharsets.UTF_8), complaint);
    }

    @Test
    void everything_is_as_built_in_where_there_is_no_file() {
        assertThat(configs.find(null)).isEmpty();
        assertThat(configs.load(null)).isSameAs(Isol8Config.builtIn());
    }

    @Test
    void a_file_in_the_home_directory_holds() throws IOException {
        Path atHome = Files.createDirectory(directory.resolve(".isol8")).resolve("config.json");
        Files.writeString(atHome, "{\"maxConcurrent\": 3}");
        assertThat(configs.find(null)).hasValue(atHome);
        assertThat(configs.load(null).maxConcurrent()).isEqualTo(3);
    }

    @Test
    void nobody_waits_for_a_pipe_that_was_not_named() throws Exception {
        Path atHome = Files.createDirectory(directory.resolve(".isol8")).resolve("config.json");
        makePipe(atHome);
        assertThatThrownBy(() -> configs.load(null))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(
                        atHome + ": The config file is a pipe or a device. Name it with --config if that is meant.");

        makePipe(file);
        new ProcessBuilder("sh", "-c", "echo '{\"debug\": true}' > " + file).start();
        assertThat(configs.load(file.toString()).debug()).isTrue();
    }

    private static void makePipe(Path pipe) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void without_a_home_directory_none_is_looked_into() {
        assertThat(new ConfigFiles(console.console(), Map.of()).find(null)).isEmpty();
        assertThat(new ConfigFiles(console.console(), Map.of("HOME", "")).find(null))
                .isEmpty();
        assertThat(new ConfigFiles(console.console(), Map.of("HOME", "/dev/null")).find(null))
                .isEmpty();
    }

    @Test
    void the_file_that_a_flag_names_must_exist() {
        assertRefused("Config file not found: " + file);
        assertThatThrownBy(() -> configs.load("")).hasMessage("Config file not found: ");
        assertThatThrownBy(() -> configs.load("a\0b\n")).hasMessage("Config file not found: a?b?");
    }

    @Test
    void a_directory() throws IOException {
        Files.createDirectory(file);
        assertRefused(file + ": The config file is a directory.");
    }

    @Test
    void an_empty_file() throws IOException {
        assertRefused("", "The file is empty.");
        assertRefused(" \n", "The file is empty.");
    }

    @Test
    void a_huge_file() throws IOException {
        assertRefused("{\"$schema\": \"" + "x".repeat(1 << 20) + "\"}", "The config file has more than 1048576 bytes.");
    }

    @Test
    void a_deep_file() throws IOException {
        assertRefused("{\"x\":".repeat(1000), "The file is nested deeper than 64 levels.");
    }

    @Test
    void no_utf_8() throws IOException {
        assertRefused(new byte[] {'{', (byte) 0xe4, '}'}, "The config file is not UTF-8 text.");
        assertRefused("{}".getBytes(StandardCharsets.UTF_16), "The config file is not UTF-8 text.");
    }

    @Test
    void a_byte_order_mark() throws IOException {
        assertRefused("\ufeff{}", "The config file begins with a byte order mark. Save it as UTF-8 without one.");
    }

    @Test
    void a_link_that_leads_nowhere_is_no_file() throws IOException {
        Files.createSymbolicLink(file, directory.resolve("nowhere"));
        assertRefused("Config file not found: " + file);
    }

    @Test
    void a_circle_of_links_cannot_be_read() throws IOException {
        Files.createSymbolicLink(file, file);
        assertThatThrownBy(() -> configs.load(file.toString()))
                .hasMessageStartingWith(file + ": The config file cannot be read: ")
                .hasMessageContaining("symbolic links");
    }

    @Test
    void warnings_name_the_file() throws IOException {
        Files.writeString(file, """
                {"debugg": true, "audit": {"destination": "syslog"}}""");
        configs.load(file.toString());
        assertThat(console.err())
                .isEqualTo("[WARN] " + file + ": unknown key, ignored: debugg (did you mean debug?)\n[WARN] " + file
                        + ": audit.destination must be \"filesystem\", \"file\" or \"stdout\":"
                        + " audit records go nowhere.\n");
    }
}
