package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PresenceTest {

    @TempDir
    private Path directory;

    @Test
    void what_is_there_is_possible() throws IOException {
        assertThat(Presence.isPossible(Files.createFile(directory.resolve("a"))))
                .isTrue();
        assertThat(Presence.isPossible(directory)).isTrue();
    }

    @Test
    void what_cannot_be_found_out_is_possible() throws IOException {
        Path circle = directory.resolve("circle");
        assertThat(Presence.isPossible(Files.createSymbolicLink(circle, circle)))
                .isTrue();
    }

    @Test
    void what_is_not_there_is_not() {
        assertThat(Presence.isPossible(directory.resolve("a/b/c"))).isFalse();
        assertThat(Presence.isPossible(Path.of("nowhere"))).isFalse();
    }

    @Test
    void nor_is_what_would_be_below_something_that_is_no_directory() {
        assertThat(Presence.isPossible(Path.of("/dev/null/a"))).isFalse();
        assertThat(Presence.isPossible(Path.of("/dev/null/a/b"))).isFalse();
    }
}
