package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import io.isol8.ports.SystemClock;
import io.isol8.testkit.AuditSinkContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit records in a file (spec 21.3). */
final class AuditFileTest extends AuditSinkContract {

    @TempDir
    private Path temp;

    private Path directory() {
        return temp.resolve("a/b");
    }

    private Path file() {
        return directory().resolve("executions.log");
    }

    @Override
    protected AuditSink open() {
        return new AuditFile(directory(), 90, SystemClock.INSTANCE);
    }

    @Override
    protected List<UUID> written() {
        return AuditLines.ids(AuditLines.of(file()).stream());
    }

    @Override
    protected void setFailing(boolean failing) {
        Path away = directory().resolve("away");
        try {
            if (failing) {
                Files.move(file(), away);
                Files.createDirectory(file());
            } else {
                Files.delete(file());
                Files.move(away, file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void is_its_owners_and_so_are_the_directories_made_for_it() throws IOException {
        sink().write(record("x"));
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(directory())).isEqualTo("rwx------");
        assertThat(mode(temp.resolve("a"))).isEqualTo("rwx------");
    }

    @Test
    void what_is_there_stays_as_it_is_and_so_do_its_permissions() throws IOException {
        Files.createDirectories(directory());
        Files.writeString(file(), "what others wrote\n");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
        sink().write(record("x"));
        assertThat(AuditLines.of(file())).hasSize(2).first().isEqualTo("what others wrote");
        assertThat(mode(file())).isEqualTo("rw-r-----");
    }

    @Test
    void may_be_moved_away_at_any_time_and_so_may_its_directory() throws IOException {
        sink().write(record("one"));
        Files.move(file(), directory().resolve("elsewhere"));
        sink().write(record("two"));
        assertThat(AuditLines.of(file())).hasSize(1);
        Files.move(directory(), temp.resolve("elsewhere"));
        sink().write(record("three"));
        assertThat(AuditLines.of(file())).hasSize(1);
    }

    @Test
    void a_device_that_is_full_is_told_in_clear_words() throws IOException {
        Files.createDirectories(directory());
        Files.createSymbolicLink(file(), Path.of("/dev/full"));
        assertThatThrownBy(() -> sink().write(record("x")))
                .hasMessageContaining("The audit log " + file() + " cannot be written: ")
                .hasMessageContaining("No space left on device");
        Files.delete(file());
        AuditRecord next = record("next");
        sink().write(next);
        assertThat(AuditLines.of(file())).hasSize(1);
    }

    @Test
    void a_directory_that_cannot_be_made_fails_the_record_and_nothing_before() throws IOException {
        Path occupied = Files.writeString(temp.resolve("file"), "");
        try (AuditSink sink = new AuditFile(occupied.resolve("x"), 90, SystemClock.INSTANCE)) {
            assertThatThrownBy(() -> sink.write(record("x"))).hasMessageContaining("cannot be written");
        }
    }

    @Test
    void processes_that_write_at_the_same_time_write_whole_lines() throws IOException, InterruptedException {
        int lines = 300;
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            writers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            AuditFileMain.class.getName(),
                            directory().toString(),
                            Integer.toString(lines))
                    .inheritIO()
                    .start());
        }
        for (Process writer : writers) {
            assertThat(writer.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(writer.exitValue()).isZero();
        }
        List<String> written = AuditLines.of(file());
        assertThat(written).hasSize(2 * lines).allMatch(AuditLines::isWhole);
        assertThat(written()).doesNotHaveDuplicates();
    }
}
