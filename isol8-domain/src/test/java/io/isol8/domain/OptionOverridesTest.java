package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OptionOverridesTest {

    private static final Isol8Options DEFAULTS = Isol8Options.defaults();

    private static OptionOverrides.Builder overrides() {
        return OptionOverrides.builder();
    }

    private static OptionOverrides everything() {
        return overrides()
                .timeout(Duration.ofSeconds(1))
                .memoryLimit("1.5m")
                .memoryLimit("64m")
                .cpuLimit(0.5)
                .pidsLimit(10)
                .sandboxSize("1025")
                .tmpSize("3k")
                .maxOutputSize(7)
                .secret("TOKEN", "hunter2")
                .mode(Mode.PERSISTENT)
                .image("debian:stable-slim")
                .readonlyRootFs(false)
                .persist(true)
                .security(SecurityOptions.custom(Path.of("/profile.json")).on("runsc"))
                .debug(true)
                .build();
    }

    @Test
    void nothingChosenLeavesEverything() {
        assertThat(OptionOverrides.none().over(DEFAULTS)).isEqualTo(DEFAULTS);
        assertThat(OptionOverrides.none().over(everything().over(DEFAULTS)))
                .isEqualTo(everything().over(DEFAULTS));
        assertThat(overrides().build()).isEqualTo(OptionOverrides.none());
    }

    @Test
    void everythingChosenReplacesEverything() {
        assertThat(everything().over(DEFAULTS))
                .isEqualTo(Isol8Options.builder()
                        .timeout(Duration.ofSeconds(1))
                        .memoryLimit("64m")
                        .cpuLimit(0.5)
                        .pidsLimit(10)
                        .sandboxSize("1025")
                        .tmpSize("3k")
                        .maxOutputSize(7)
                        .secret("TOKEN", "hunter2")
                        .mode(Mode.PERSISTENT)
                        .image("debian:stable-slim")
                        .readonlyRootFs(false)
                        .persist(true)
                        .security(
                                SecurityOptions.custom(Path.of("/profile.json")).on("runsc"))
                        .debug(true)
                        .build());
    }

    @Test
    void theStrongerOnesWinOverTheWeaker() {
        OptionOverrides weaker =
                overrides().cpuLimit(2).pidsLimit(99).secret("A", "1").build();

        OptionOverrides both = overrides().pidsLimit(5).secret("B", "2").build().over(weaker);

        assertThat(both)
                .isEqualTo(overrides()
                        .cpuLimit(2)
                        .pidsLimit(5)
                        .secret("A", "1")
                        .secret("B", "2")
                        .build());
        assertThat(everything().over(weaker).over(DEFAULTS).pidsLimit()).isEqualTo(10);
        assertThat(OptionOverrides.none().over(everything())).isEqualTo(everything());
        assertThat(everything().over(OptionOverrides.none())).isEqualTo(everything());
    }

    @Test
    void secretsAreAddedAndThoseOfTheSameNameReplaced() {
        Isol8Options base =
                Isol8Options.builder().secret("A", "1").secret("B", "2").build();

        Isol8Options merged =
                overrides().secret("B", "3").secret("C", "4").build().over(base);

        assertThat(merged.secrets()).isEqualTo(Map.of("A", "1", "B", "3", "C", "4"));
    }

    @Test
    void eachWallIsChosenByItself() {
        Isol8Options base = DEFAULTS.toBuilder()
                .security(SecurityOptions.custom(Path.of("/p")).on("runsc"))
                .build();

        assertThat(overrides().seccomp(Seccomp.STRICT).build().over(base).security())
                .isEqualTo(SecurityOptions.STRICT.on("runsc"));
        assertThat(overrides().containerRuntime("crun").build().over(base).security())
                .isEqualTo(SecurityOptions.custom(Path.of("/p")).on("crun"));
        assertThat(overrides().seccomp(Seccomp.CUSTOM).build().over(base).security())
                .isEqualTo(base.security());
        assertThat(overrides().customProfile(Path.of("/q")).build().over(base).security())
                .isEqualTo(SecurityOptions.custom(Path.of("/q")).on("runsc"));
    }

    @Test
    void aWeakerProfileGoesAwayWithItsKind() {
        OptionOverrides weaker =
                overrides().security(SecurityOptions.custom(Path.of("/p"))).build();

        assertThat(overrides()
                        .seccomp(Seccomp.UNCONFINED)
                        .build()
                        .over(weaker)
                        .over(DEFAULTS)
                        .security())
                .isEqualTo(SecurityOptions.unconfined());
        assertThat(OptionOverrides.none().over(weaker).customProfile()).isEqualTo(Optional.of(Path.of("/p")));
    }

    @Test
    void boundsAreCheckedWhenTheyAreApplied() {
        OptionOverrides tooSmall = overrides().memoryLimit("1m").build();
        OptionOverrides tooMany = overrides().cpuLimit(Double.NaN).build();
        OptionOverrides late = overrides().timeout(Duration.ZERO).build();
        OptionOverrides profileless = overrides().seccomp(Seccomp.CUSTOM).build();

        Failures.assertInvalid("memoryLimit must be at least 6m, not 1m.", () -> tooSmall.over(DEFAULTS));
        Failures.assertInvalid("cpuLimit must be between 0.01 and 4096 cores, not NaN.", () -> tooMany.over(DEFAULTS));
        Failures.assertInvalid(
                "timeoutMs must be a positive number of milliseconds, not 0.", () -> late.over(DEFAULTS));
        Failures.assertInvalid(
                "security.seccomp \"custom\" needs security.customProfilePath.", () -> profileless.over(DEFAULTS));
    }

    @Test
    void aSizeThatIsNoneIsRefusedAtOnce() {
        Failures.assertInvalid(
                "Invalid memory limit format: \"abc\". Use e.g. \"512m\", \"1g\".",
                () -> overrides().memoryLimit("abc"));
        Failures.assertInvalid(
                "Invalid sandboxSize: \"big\". Use e.g. \"512m\", \"1g\".",
                () -> overrides().sandboxSize("big"));
    }

    @Test
    void whatIsChosenIsShownButForSecrets() {
        assertThat(OptionOverrides.none()).hasToString("OptionOverrides{}");
        assertThat(overrides().cpuLimit(2).secret("TOKEN", "hunter2").build())
                .hasToString("OptionOverrides{cpuLimit=2.0, secrets=[TOKEN]}");
        assertThat(everything().toString())
                .doesNotContain("hunter2")
                .contains("timeout", "memoryLimit=64m", "sandboxSize=1025", "containerRuntime=runsc", "debug=true");
    }

    @Test
    void networksAreChosenPartByPart() {
        Isol8Options base = Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .networkPolicy(NetworkPolicy.PUBLIC.withLists(Optional.of(List.of("a")), Optional.of(List.of("b"))))
                .build();

        NetworkOptions chosen = OptionOverrides.builder()
                .whitelist(List.of("c"))
                .logNetwork(true)
                .build()
                .over(base)
                .network();

        assertThat(chosen.mode()).isEqualTo(NetworkMode.FILTERED);
        assertThat(chosen.policy().allowed()).extracting(HostPattern::text).containsExactly("c");
        assertThat(chosen.policy().denied()).extracting(HostPattern::text).containsExactly("b");
        assertThat(chosen.log()).isTrue();
    }

    @Test
    void aNetworkThatSomebodyChoseIsStrongerThanAWeakerChoice() {
        OptionOverrides weaker = OptionOverrides.builder()
                .network(NetworkMode.HOST)
                .blacklist(List.of("b"))
                .build();

        NetworkOverrides both = OptionOverrides.builder()
                .network(NetworkMode.NONE)
                .build()
                .over(weaker)
                .network();

        assertThat(both.mode()).contains(NetworkMode.NONE);
        assertThat(both.blacklist()).contains(List.of("b"));
        assertThat(both.whitelist()).isEmpty();
    }
}
