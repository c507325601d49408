package io.isol8.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ByteSize;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.RuntimeRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Isol8ConfigTest {

    private static final ByteSize SIZE = ByteSize.memory("64m");

    @Test
    void without_a_decision_an_execution_gets_what_an_engine_grants() {
        assertThat(Isol8Config.builtIn().options()).isEqualTo(Isol8Options.defaults());
        assertThat(Isol8Config.builtIn().registry()).isSameAs(RuntimeRegistry.builtIn());
    }

    @Test
    void every_value_names_its_key_and_its_bounds_where_it_is_beyond_them() {
        assertThatThrownBy(() -> new Cleanup(true, Duration.ZERO, false))
                .hasMessage("cleanup.maxContainerAgeMs must be a whole number between 1 and 3153600000000, not 0.");
        assertThatThrownBy(() -> new Server(0))
                .hasMessage("server.maxBodySize must be a whole number between 1 and 1099511627776, not 0.");
        assertThatThrownBy(() -> new Auth(true, Optional.empty(), Duration.ofDays(1), Duration.ofMillis(-1)))
                .hasMessageStartingWith("auth.cleanupIntervalMs must be");
        assertThatThrownBy(() -> defaults(Duration.ofDays(100), SIZE, 1))
                .hasMessageStartingWith("defaults.timeoutMs must");
        assertThatThrownBy(() -> defaults(Duration.ofSeconds(1), ByteSize.memory("1m"), 1))
                .hasMessage("defaults.memoryLimit must be at least 6m, not 1m.");
        assertThatThrownBy(() -> defaults(Duration.ofSeconds(1), SIZE, Double.NaN))
                .hasMessage("defaults.cpuLimit must be between 0.01 and 4096 cores, not NaN.");
        assertThatThrownBy(() -> new NetworkFilter(List.of("("), List.of(), List.of(), List.of()))
                .hasMessageStartingWith("network.whitelist must hold regular expressions");
        assertThatThrownBy(() -> new NetworkFilter(List.of(), List.of(), List.of(), List.of(0)))
                .hasMessage("network.allowedPorts must be a whole number between 1 and 65535, not 0.");
        assertThatThrownBy(() -> new ConfiguredRuntime("a", List.of("a"), List.of("{file}"), Optional.empty()))
                .hasMessageStartingWith("runtimes.*.extensions must look like");
        assertThatThrownBy(() -> new PrebuiltImage("a", "python", List.of("a b"), Optional.empty()))
                .hasMessageStartingWith("Invalid package name: \"a b\".");
    }

    private static Defaults defaults(Duration timeout, ByteSize memory, double cpu) {
        return new Defaults(timeout, memory, cpu, NetworkMode.NONE, SIZE, SIZE, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "127.255.255.255",
                "[::1]",
                "::1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.1",
                "192.168.0.1",
                "169.254.169.254",
                "metadata.google.internal"
            })
    void no_code_comes_from_where_only_this_machine_can_reach(String host) {
        assertThat(Isol8Config.builtIn().remoteCode().blockedHosts())
                .hasSize(10)
                .anyMatch(pattern -> Pattern.compile(pattern).matcher(host).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "localhost.example.org", "172.32.0.1", "11.0.0.1", "10.example.org"})
    void code_may_come_from_elsewhere(String host) {
        assertThat(Isol8Config.builtIn().remoteCode().blockedHosts())
                .noneMatch(pattern -> Pattern.compile(pattern).matcher(host).find());
    }

    @Test
    void a_password_is_not_printed() {
        Auth auth = new Auth(true, Optional.of("postgres://me:secret@db"), Duration.ofDays(1), Duration.ofDays(1));
        assertThat(auth).asString().doesNotContain("secret");
    }

    @Test
    void options_have_the_network_of_the_configuration() {
        Isol8Config config = Isol8Config.builtIn();

        assertThat(config.options().network().mode()).isEqualTo(NetworkMode.NONE);
        assertThat(config.options().network().policy()).isEqualTo(NetworkPolicy.PUBLIC);
    }

    @Test
    void patterns_of_hosts_are_checked_when_the_configuration_is_read() {
        assertThatThrownBy(() -> new NetworkFilter(List.of(), List.of("(?i)a"), List.of(), List.of(80)))
                .hasMessageStartingWith("network.blacklist must hold regular expressions");
    }
}
