package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void oneThatHangsIsGivenUpAndWhatItMadeMeanwhileGoesWhenItAnswersAgain() throws IOException, InterruptedException {
        try (SpareEngine engine = SpareEngine.with("bash");
                DockerContainerRuntime runtime = new DockerContainerRuntime(
                        new DockerApi(engine.endpoint(), Duration.ofSeconds(15)), TestDocker.config("hung"))) {
            runtime.ping();
            signal(engine, "STOP");
            try {
                assertThatThrownBy(() -> runtime.create(TestDocker.spec("bash")))
                        .isInstanceOfSatisfying(
                                Isol8Exception.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
                        .hasMessageContaining("did not answer in time: POST /containers/create");
            } finally {
                signal(engine, "CONT");
            }

            try (Sandbox next = runtime.create(TestDocker.spec("bash"))) {
                await().atMost(TestDocker.PATIENCE)
                        .untilAsserted(() -> assertThat(engine.containers()).containsExactly(next.id()));
            }
        }
    }

    private static void signal(SpareEngine engine, String name) throws IOException, InterruptedException {
        for (long pid : processesNaming(engine.directory() + "/daemon.json")) {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
        }
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
