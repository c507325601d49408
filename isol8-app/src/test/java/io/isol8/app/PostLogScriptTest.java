package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.ports.SystemClock;
import io.isol8.testkit.AuditSinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs after audit records were written (spec 21.9). */
final class PostLogScriptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @AfterEach
    void awaitScripts() {
        await().atMost(PATIENCE).until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    private PostLogScript script(String text) throws IOException {
        Path written = Files.writeString(directory.resolve("written"), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwx------"));
        // the one before may be running, and so cannot be written to
        Path file = directory.resolve("script");
        return new PostLogScript(Files.move(written, file, StandardCopyOption.REPLACE_EXISTING));
    }

    private List<String> told() throws IOException {
        Path told = directory.resolve("told");
        return Files.exists(told) ? Files.readAllLines(told) : List.of();
    }

    private void awaitTold(int lines) {
        await().atMost(PATIENCE).until(() -> told().size() >= lines);
    }

    @Test
    void gets_the_file_when_the_record_is_in_it_and_is_not_heard() throws IOException {
        PostLogScript script = script("""
                echo "$# $1 $(wc -l < "$1")" >> %1$s/told
                echo noise
                echo noise >&2
                cat >> %1$s/told
                """.formatted(directory));
        Path log = directory.resolve("logs");
        try (AuditFile file = new AuditFile(log, 90, SystemClock.INSTANCE, Optional.of(script))) {
            file.write(AuditSinkContract.record("x"));
        }
        awaitTold(1);
        assertThat(told()).containsExactly("1 " + log.resolve("executions.log") + " 1");
    }

    @Test
    void has_a_session_of_its_own_so_that_a_signal_for_ours_does_not_reach_it() throws IOException {
        script("ps -o sid= -p $$ > " + directory + "/told\n").run(directory);
        awaitTold(1);
        assertThat(told().get(0).strip())
                .isNotEqualTo(sessionOf(ProcessHandle.current().pid()));
    }

    private static String sessionOf(long process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
    }

    @Test
    void so_many_run_at_a_time_and_one_more_stands_for_all_that_came_meanwhile() throws IOException {
        PostLogScript script = script("""
                echo begun >> %1$s/told
                while [ ! -e %1$s/go ]; do sleep 0.02; done
                """.formatted(directory));
        for (int i = 0; i < 50; i++) {
            script.run(directory);
        }
        awaitTold(4);
        assertThat(told()).hasSize(4);
        Files.writeString(directory.resolve("go"), "");
        awaitTold(5);
        script.run(directory);
        awaitTold(6);
        assertThat(told()).hasSize(6);
    }

    @Test
    void one_that_fails_or_is_not_there_does_no_harm_and_may_come_later() throws IOException {
        PostLogScript script = new PostLogScript(directory.resolve("script"));
        for (int i = 0; i < 10; i++) {
            script.run(directory);
        }
        script("exit 3\n").run(directory);
        script("echo here > " + directory + "/told\n");
        await().atMost(PATIENCE).until(() -> {
            script.run(directory);
            return !told().isEmpty();
        });
    }
}
