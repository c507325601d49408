package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerNetworkTest {

    /** A filtered network is carried over the supervisor's stream: the container has none of its own (spec 13.2, 19.1). */
    @ParameterizedTest
    @CsvSource({"NONE, none", "FILTERED, none", "HOST, host"})
    void only_the_hosts_network_is_one_of_the_container(NetworkMode mode, String network) {
        SandboxSpec spec = SandboxSpec.of(
                RuntimeRegistry.builtIn().get("bash"),
                SandboxImage.of("isol8:bash"),
                Isol8Options.builder().network(mode).build());

        assertThat(new ContainerConfig("test", "{}")
                        .of(spec)
                        .path("HostConfig")
                        .path("NetworkMode")
                        .asText())
                .isEqualTo(network);
    }
}
