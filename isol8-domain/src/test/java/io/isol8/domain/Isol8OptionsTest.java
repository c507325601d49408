package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Isol8OptionsTest {

    private static Isol8Options.Builder options() {
        return Isol8Options.builder();
    }

    @Test
    void defaults() {
        Isol8Options defaults = Isol8Options.defaults();

        assertThat(defaults.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.memoryLimit()).hasToString("512m");
        assertThat(defaults.cpuLimit()).isEqualTo(1.0);
        assertThat(defaults.pidsLimit()).isEqualTo(64);
        assertThat(defaults.sandboxSize()).hasToString("512m");
        assertThat(defaults.tmpSize()).hasToString("256m");
        assertThat(defaults.maxOutputSize()).isEqualTo(1_048_576);
    }

    @Test
    void takesWhatItIsGiven() {
        Isol8Options given = options()
                .timeout(Duration.ofMillis(1))
                .memoryLimit("6m")
                .cpuLimit(0.01)
                .pidsLimit(2)
                .sandboxSize("1")
                .tmpSize("1.5 kb")
                .maxOutputSize(1)
                .secret("TOKEN", "t")
                .mode(Mode.PERSISTENT)
                .image("debian:stable-slim")
                .readonlyRootFs(false)
                .persist(true)
                .security(SecurityOptions.unconfined().on("runsc"))
                .debug(true)
                .build();

        assertThat(given)
                .isEqualTo(new Isol8Options(
                        Duration.ofMillis(1),
                        new ByteSize(6 << 20),
                        0.01,
                        2,
                        new ByteSize(1),
                        new ByteSize(1536),
                        1,
                        Map.of("TOKEN", "t"),
                        Mode.PERSISTENT,
                        Optional.of("debian:stable-slim"),
                        false,
                        true,
                        new SecurityOptions(Seccomp.UNCONFINED, Optional.empty(), Optional.of("runsc")),
                        true,
                        NetworkOptions.NONE));
        assertThat(given.toBuilder().build()).isEqualTo(given);
    }

    @Test
    void takesTheUpperBounds() {
        Isol8Options most = options()
                .cpuLimit(4096)
                .pidsLimit(1 << 22)
                .maxOutputSize(Integer.MAX_VALUE)
                .timeout(Duration.ofDays(1000))
                .build();

        assertThat(most.timeout()).isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
    }

    @Test
    void memoryHasALowerBound() {
        Failures.assertInvalid(
                "memoryLimit must be at least 6m, not 6143k.",
                () -> options().memoryLimit("6143k").build());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.009, 4097, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void coresHaveBounds(double cores) {
        Failures.assertInvalid(
                "cpuLimit must be between 0.01 and 4096 cores, not " + cores + ".",
                () -> options().cpuLimit(cores).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, (1 << 22) + 1})
    void processesHaveBounds(int pids) {
        Failures.assertInvalid(
                "pidsLimit must be between 2 and 4194304, not " + pids + ".",
                () -> options().pidsLimit(pids).build());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void outputHasALowerBound(int bytes) {
        Failures.assertInvalid(
                "maxOutputSize must be between 1 and 2147483647 bytes, not " + bytes + ".",
                () -> options().maxOutputSize(bytes).build());
    }

    @Test
    void timeoutsArePositive() {
        Failures.assertInvalid(
                "timeoutMs must be a positive number of milliseconds, not 0.",
                () -> options().timeout(Duration.ZERO).build());
    }

    @Test
    void sizesThatAreNoneNameTheirOption() {
        Failures.assertInvalid(
                "Invalid memory limit format: \"abc\". Use e.g. \"512m\", \"1g\".",
                () -> options().memoryLimit("abc"));
        Failures.assertInvalid(
                "Invalid tmpSize: \"64m,exec\". Use e.g. \"512m\", \"1g\".",
                () -> options().tmpSize("64m,exec"));
        Failures.assertInvalid(
                "Invalid sandboxSize: \"-1\". Use e.g. \"512m\", \"1g\".",
                () -> options().sandboxSize("-1"));
    }
}
