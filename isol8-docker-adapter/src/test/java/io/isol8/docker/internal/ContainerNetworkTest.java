package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContainerNetworkTest {

    /** A filtered network is carried over the supervisor's stream: the container has none of its own (spec 13.2, 19.1). */
    @ParameterizedTest
    @CsvSource({"NONE, none", "FILTERED, none", "HOST, host"})
    void only_the_hosts_network_is_one_of_the_container(NetworkMode mode, String network) {
        assertThat(config(false, mode).at("/HostConfig/NetworkMode").asText()).isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource({"NONE, true", "FILTERED, true", "HOST, false"})
    void docker_makes_no_endpoint_where_the_image_knows_localhost(NetworkMode mode, boolean disabled) {
        assertThat(config(true, mode).path("NetworkDisabled").asBoolean()).isEqualTo(disabled);
        assertThat(config(false, mode).path("NetworkDisabled").asBoolean()).isFalse();
    }

    private static ObjectNode config(boolean knowsLocalhost, NetworkMode mode) {
        SandboxImage image = new SandboxImage("isol8:bash", knowsLocalhost, false, Optional.empty(), "", List.of());
        return new ContainerConfig("test", "{}")
                .of(SandboxSpec.of(
                        RuntimeRegistry.builtIn().get("bash"),
                        image,
                        Isol8Options.builder().network(mode).build()));
    }
}
