package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {

    @TempDir
    Path directory;

    @Test
    void is_not_touched_before_it_is_written() throws IOException {
        Path present = Files.writeString(directory.resolve("old.txt"), "old and long");
        OutputFile file = OutputFile.named(present.toString());
        assertThat(present).hasContent("old and long");
        file.write("new");
        assertThat(present).hasContent("new");
    }

    @Test
    void may_be_new() {
        Path absent = directory.resolve("new.txt");
        OutputFile.named(absent.toString()).write("ü");
        assertThat(absent).hasContent("ü");
    }

    @Test
    void what_goes_wrong_late_is_told_with_its_reason() throws IOException {
        OutputFile full = OutputFile.named("/dev/full");
        assertThatThrownBy(() -> full.write("much"))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("--out cannot be written: /dev/full: No space left on device");
        Path gone = Files.createDirectory(directory.resolve("gone"));
        OutputFile file = OutputFile.named(gone.resolve("out.txt").toString());
        Files.delete(gone);
        assertThatThrownBy(() -> file.write("much"))
                .hasMessage("--out cannot be written: " + gone + "/out.txt: no such file or directory");
    }

    @Test
    void is_a_file_in_a_directory_that_exists() {
        assertThatThrownBy(() -> OutputFile.named(directory.toString()))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("--out is a directory: " + directory);
        String lost = directory.resolve("nowhere/out.txt").toString();
        assertThatThrownBy(() -> OutputFile.named(lost))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("--out cannot be written: " + lost);
        assertThatThrownBy(() -> OutputFile.named("")).isInstanceOf(Isol8Exception.class);
    }
}
