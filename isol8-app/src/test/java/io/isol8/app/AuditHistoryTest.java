package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.ports.Clock;
import io.isol8.testkit.AuditSinkContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of yesterday's audit records (spec 21.8). */
final class AuditHistoryTest {

    private final Instant noon =
            Instant.now().atZone(ZoneOffset.UTC).toLocalDate().atTime(12, 0).toInstant(ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private Instant now = noon;

    private final Clock clock = new Clock() {
        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long nanos() {
            throw new AssertionError("nobody measures anything");
        }
    };

    private AuditFile open() {
        return new AuditFile(directory, 30, clock);
    }

    /** Writes a record at the time that it is now. */
    private void write(AuditFile file) {
        file.write(AuditSinkContract.record("x"));
        touch("executions.log", now);
    }

    private void touch(String name, Instant time) {
        try {
            Files.setLastModifiedTime(directory.resolve(name), FileTime.from(time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String name, Duration age) throws IOException {
        Files.writeString(directory.resolve(name), name);
        touch(name, now.minus(age));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".executions.lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int lines(String name) {
        return AuditLines.of(directory.resolve(name)).size();
    }

    private static String of(Instant day) {
        return "executions-" + LocalDate.ofInstant(day, ZoneOffset.UTC) + ".log";
    }

    @Test
    void each_day_has_a_file_and_todays_has_the_usual_name() {
        try (AuditFile file = open()) {
            write(file);
            now = now.plus(Duration.ofHours(11));
            write(file);
            now = now.plus(Duration.ofHours(2));
            write(file);
            now = now.plus(Duration.ofDays(3));
            write(file);
            write(file);
        }
        Instant second = noon.plus(Duration.ofHours(13));
        assertThat(names()).containsExactlyInAnyOrder(of(noon), of(second), "executions.log");
        assertThat(lines(of(noon))).isEqualTo(2);
        assertThat(lines(of(second))).isEqualTo(1);
        assertThat(lines("executions.log")).isEqualTo(2);
    }

    @Test
    void what_another_process_left_of_another_day_is_set_aside_at_the_start() throws IOException {
        put("executions.log", Duration.ofDays(2));
        open().close();
        assertThat(names()).containsExactly(of(noon.minus(Duration.ofDays(2))));
    }

    @Test
    void nothing_that_was_set_aside_is_overwritten() throws IOException {
        String day = of(noon.minus(Duration.ofDays(2)));
        for (int i = 0; i < 3; i++) {
            put("executions.log", Duration.ofDays(2));
            open().close();
        }
        assertThat(names())
                .containsExactlyInAnyOrder(day, day.replace(".log", ".1.log"), day.replace(".log", ".2.log"));
    }

    @Test
    void what_another_process_has_set_aside_already_stays_so() throws IOException {
        AuditFile file = open();
        write(file);
        now = now.plus(Duration.ofDays(1));
        put("executions.log", Duration.ZERO);
        write(file);
        assertThat(names()).containsExactly("executions.log");
        assertThat(lines("executions.log")).isEqualTo(1);
    }

    @Test
    void only_one_process_sets_aside_and_the_others_do_not_wait() throws IOException {
        put("executions.log", Duration.ofDays(2));
        try (FileChannel other = FileChannel.open(
                        directory.resolve(".executions.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            try (AuditFile file = open()) {
                file.write(AuditSinkContract.record("x"));
            }
        }
        assertThat(names()).containsExactly("executions.log");
    }

    @Test
    void what_is_too_old_goes_if_it_is_ours() throws IOException {
        Duration old = Duration.ofDays(31);
        Duration young = Duration.ofDays(29);
        put("executions-2026-01-01.log", old);
        put("executions-2026-01-01.12.log", old);
        put("executions-2026-01-02.log", young);
        List<String> foreign = List.of(
                "other.log",
                "executions.log.1",
                "executions-2026-01-01.log.gz",
                "executions-2026-1-1.log",
                "my-executions-2026-01-01.log",
                "executions-2026-01-01.jsonl",
                "executions-old.log");
        for (String name : foreign) {
            put(name, old);
        }
        Files.createDirectory(directory.resolve("executions-2026-01-03.log"));
        Path target = Files.writeString(directory.resolve("target"), "");
        Files.createSymbolicLink(directory.resolve("executions-2026-01-04.log"), target);
        touch("target", now.minus(old));
        open().close();
        assertThat(names()).doesNotContain("executions-2026-01-01.log", "executions-2026-01-01.12.log");
        assertThat(names()).contains("executions-2026-01-02.log", "executions-2026-01-03.log", "target");
        assertThat(names()).containsAll(foreign);
        assertThat(Files.exists(directory.resolve("executions-2026-01-04.log"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void nothing_is_too_old_where_everything_is_kept() throws IOException {
        put("executions-1999-01-01.log", Duration.ofDays(9_999));
        new AuditFile(directory, 0, clock).close();
        assertThat(names()).containsExactly("executions-1999-01-01.log");
    }

    @Test
    void a_server_that_runs_for_long_forgets_too() {
        try (AuditFile file = open()) {
            write(file);
            now = now.plus(Duration.ofDays(1));
            write(file);
            assertThat(names()).hasSize(2);
            now = now.plus(Duration.ofDays(31));
            write(file);
        }
        assertThat(names()).containsExactlyInAnyOrder("executions.log");
    }

    @Test
    void a_log_that_is_no_file_stays_where_it_is() throws IOException {
        put("target", Duration.ofDays(2));
        Files.createSymbolicLink(directory.resolve("executions.log"), directory.resolve("target"));
        try (AuditFile file = open()) {
            file.write(AuditSinkContract.record("x"));
        }
        assertThat(names()).containsExactly("executions.log", "target");
        assertThat(lines("target")).isEqualTo(1);
    }
}
