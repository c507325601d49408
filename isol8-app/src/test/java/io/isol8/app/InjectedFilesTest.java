package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files {@code --files} injects (spec 26.7). */
final class InjectedFilesTest {

    @TempDir
    private Path directory;

    private void file(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling(".").normalize());
        Files.writeString(file, name);
    }

    private static void assertRefused(String name, String complaint) {
        assertThatThrownBy(() -> InjectedFiles.below(name))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(complaint);
    }

    @Test
    void all_are_found_at_any_depth() throws IOException {
        file("a.txt");
        file("b/c/d e.txt");
        file(".hidden");
        Files.createDirectory(directory.resolve("empty"));
        assertThat(InjectedFiles.below(directory.toString()))
                .containsOnlyKeys("/sandbox/a.txt", "/sandbox/b/c/d e.txt", "/sandbox/.hidden")
                .hasEntrySatisfying(
                        "/sandbox/b/c/d e.txt",
                        content -> assertThat(content.text()).isEqualTo("b/c/d e.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", "node_modules", "__pycache__", ".venv", "venv", ".tox"})
    void what_is_better_made_anew_is_left_out(String skipped) throws IOException {
        file("kept/" + skipped + "x/a");
        file(skipped + "/a");
        file("deep/" + skipped + "/b/a");
        assertThat(InjectedFiles.below(directory.toString())).containsOnlyKeys("/sandbox/kept/" + skipped + "x/a");
    }

    @Test
    void a_directory_may_itself_be_called_so_or_be_reached_by_a_link() throws IOException {
        file("venv/a");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("venv"));
        assertThat(InjectedFiles.below(directory.resolve("venv").toString())).containsOnlyKeys("/sandbox/a");
        assertThat(InjectedFiles.below(link.toString())).containsOnlyKeys("/sandbox/a");
    }

    @Test
    void links_are_not_followed() throws IOException {
        file("a");
        Files.createSymbolicLink(directory.resolve("file"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(directory.resolve("itself"), directory.resolve("a"));
        Files.createSymbolicLink(directory.resolve("up"), directory);
        Files.createSymbolicLink(directory.resolve("dangling"), Path.of("/nowhere"));
        assertThat(InjectedFiles.below(directory.toString())).containsOnlyKeys("/sandbox/a");
    }

    @Test
    void special_files_are_not_even_opened() throws Exception {
        file("a");
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(InjectedFiles.below(directory.toString())).containsOnlyKeys("/sandbox/a");
    }

    @Test
    void one_whose_name_is_no_text_is_named_as_well_as_it_can_be() throws Exception {
        assertThat(new ProcessBuilder("bash", "-c", "touch $'a\\xff'")
                        .directory(directory.toFile())
                        .start()
                        .waitFor())
                .isZero();
        assertRefused(directory.toString(), "--files has a file whose name is not UTF-8: " + directory + "/a\ufffd");
    }

    @Test
    void what_is_no_directory_is_refused() throws IOException {
        file("a");
        String file = directory.resolve("a").toString();
        assertRefused(file, "--files path is not a directory: " + file);
        assertRefused("/nowhere", "--files path is not a directory: /nowhere");
        assertRefused("", "--files path is not a directory: ");
        assertRefused("a\0b", "--files path is not a directory: a?b");
    }

    @Test
    void all_together_are_bounded() throws IOException {
        file("a");
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve("z").toFile(), "rw")) {
            sparse.setLength(InjectedFiles.LARGEST);
        }
        assertRefused(directory.toString(), "--files has more than 134217728 bytes, the most that is accepted.");
    }

    /** A file of the kernel's that not even root may read. */
    @Test
    void one_that_cannot_be_read_is_named() {
        assertRefused(
                "/proc/sys/net/ipv4/route",
                "--files cannot be read: /proc/sys/net/ipv4/route/flush: permission denied");
    }
}
