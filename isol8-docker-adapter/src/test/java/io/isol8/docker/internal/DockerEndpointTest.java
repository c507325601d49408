package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerEndpointTest {

    private static String host(String text) {
        return DockerEndpoint.fromEnvironment(Map.of("DOCKER_HOST", text))
                .host()
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:///run/docker.sock", "tcp://localhost:2375", "tcp://[::1]:65535"})
    void anEngineIsAtASocketOrAPort(String text) {
        assertThat(host(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"somewhere", "unix://", "tcp://localhost", "tcp://localhost:0", "tcp://localhost:65536", "a b"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> host(text))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("Invalid DOCKER_HOST: \"" + text + "\". Use unix:///path/to/socket or tcp://host:port.");
    }
}
