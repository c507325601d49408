package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.ports.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests' own engine leaves nothing. */
class SpareEngineIT {

    @Test
    void nothingIsLeftOfItNorOfWhatRanOnIt() throws IOException {
        SpareEngine engine = SpareEngine.with("bash");
        Sandbox sandbox = engine.runtime("left").create(TestDocker.spec("bash"));
        String directory = engine.directory().toString();
        assertThat(TestDocker.containersOf("left")).isEmpty();
        assertThat(processesNaming(directory)).isNotEmpty();
        assertThat(groupsNaming(sandbox.id())).isNotEmpty();

        engine.close();

        assertThat(engine.directory()).doesNotExist();
        await().atMost(TestDocker.PATIENCE)
                .until(() -> processesNaming(directory).isEmpty());
        assertThat(groupsNaming(sandbox.id())).isEmpty();
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory);
    }

    private static List<Long> processesNaming(String text) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> commandLine(pid).contains(text))
                    .toList();
        }
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<Path> groupsNaming(String text) throws IOException {
        try (Stream<Path> groups = Files.find(
                Path.of("/sys/fs/cgroup"),
                8,
                (path, attributes) -> path.toString().contains(text))) {
            return groups.toList();
        }
    }
}
