package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
        engine.runtime("left").create(TestDocker.spec("bash"));
        String directory = engine.directory().toString();
        assertThat(TestDocker.containersOf("left")).isEmpty();
        assertThat(processesNaming(directory)).isNotEmpty();
        assertThat(groups(engine.group())).isNotEmpty();

        engine.close();

        assertThat(engine.directory()).doesNotExist();
        await().atMost(TestDocker.PATIENCE)
                .until(() -> processesNaming(directory).isEmpty());
        assertThat(groups(engine.group())).isEmpty();
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

    /** At the top of every hierarchy, or of the one that there is. */
    private static List<Path> groups(String name) throws IOException {
        Path root = Path.of("/sys/fs/cgroup");
        try (Stream<Path> hierarchies = Files.list(root)) {
            return Stream.concat(Stream.of(root), hierarchies)
                    .map(hierarchy -> hierarchy.resolve(name))
                    .filter(Files::exists)
                    .toList();
        }
    }
}
