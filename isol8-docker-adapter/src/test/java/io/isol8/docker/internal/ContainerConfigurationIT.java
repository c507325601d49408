package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code docker inspect} shows of a sandbox (spec 13). */
class ContainerConfigurationIT {

    private static final OwnContainers CONTAINERS = OwnContainers.asShipped();
    private static final String SECRET = "hunter2-in-the-environment";
    private static final String CODE = "hunter2-in-the-arguments";

    private static JsonNode container = MissingNode.getInstance();

    @BeforeAll
    static void inspectOneAtWork() throws InterruptedException {
        Isol8Options options = Isol8Options.builder()
                .memoryLimit("100m")
                .cpuLimit(0.75)
                .pidsLimit(20)
                .build();
        Sandbox sandbox = CONTAINERS.create("bash", options);
        SandboxProcess process = sandbox.spawn(new ProcessSpec(
                        List.of("bash", "-c", "echo ready; exec sleep 60", CODE),
                        Map.of("TOKEN", SECRET),
                        "/sandbox",
                        TestDocker.PATIENCE)
                .withStdin(new byte[] {1}));
        assertThat(process.poll(TestDocker.PATIENCE)).isPresent();
        container = TestDocker.inspect(sandbox.id());
    }

    @AfterAll
    static void close() {
        CONTAINERS.close();
    }

    private static JsonNode host() {
        return container.path("HostConfig");
    }

    @Test
    void nothingOfTheRunStandsInIt() {
        assertThat(container.toString()).doesNotContain(SECRET).doesNotContain(CODE);
        assertThat(container.at("/Config/Env").toString()).doesNotContain("TOKEN");
        assertThat(container.at("/Config/Env")).hasSize(1);
        assertThat(container.at("/Config/Cmd").isNull()).isTrue();
    }

    @Test
    void nothingOfTheHostIsInIt() {
        assertThat(host().path("Binds").isNull()).isTrue();
        assertThat(container.path("Mounts")).isEmpty();
        assertThat(host().path("Devices")).isEmpty();
        assertThat(host().path("VolumesFrom").isNull()).isTrue();
        assertThat(host().path("Privileged").asBoolean(true)).isFalse();
        assertThat(host().path("PidMode").asText()).isEmpty();
        assertThat(host().path("UTSMode").asText()).isEmpty();
        assertThat(host().path("IpcMode").asText()).isEqualTo("private");
        assertThat(container.at("/Config/Hostname").asText()).isEqualTo("sandbox");
    }

    @Test
    void limitsAreThoseOfTheOptions() {
        assertThat(host().path("Memory").asLong()).isEqualTo(100 << 20);
        assertThat(host().path("MemorySwap").asLong()).isEqualTo(100 << 20);
        assertThat(host().path("NanoCpus").asLong()).isEqualTo(750_000_000);
        assertThat(host().path("PidsLimit").asInt()).isEqualTo(20);
    }

    @Test
    void withoutTheirLineDockerWouldAllowSwap() {
        try (OwnContainers containers = OwnContainers.changedHost(host -> host.remove("MemorySwap"));
                Sandbox sandbox = containers.create("bash")) {
            JsonNode host = TestDocker.inspect(sandbox.id()).path("HostConfig");

            assertThat(host.path("MemorySwap").asLong())
                    .isNotEqualTo(host.path("Memory").asLong());
        }
    }

    @Test
    void nothingIsLoggedAndNothingIsLeft() {
        assertThat(host().at("/LogConfig/Type").asText()).isEqualTo("none");
        assertThat(container.path("LogPath").asText()).isEmpty();
        assertThat(host().path("AutoRemove").asBoolean()).isTrue();
        assertThat(host().at("/RestartPolicy/Name").asText()).isIn("", "no");
        assertThat(container.at("/Config/StdinOnce").asBoolean()).isTrue();
        assertThat(container.at("/Config/OpenStdin").asBoolean()).isTrue();
        assertThat(container.at("/Config/Tty").asBoolean(true)).isFalse();
    }

    @Test
    void labelsTellWhatItIs() {
        JsonNode labels = container.at("/Config/Labels");

        assertThat(labels.path("isol8.managed").asText()).isEqualTo("true");
        assertThat(labels.path("isol8.runtime").asText()).isEqualTo("bash");
        assertThat(labels.path("isol8.instance").asText()).isNotBlank();
        assertThat(CONTAINERS.living()).contains(container.path("Id").asText());
    }

    @Test
    void aSessionsContainerSaysWhoseItIs() {
        assertThat(container.at("/Config/Labels").has("isol8.session")).isFalse();

        SandboxSpec spec = TestDocker.spec("bash").forSession("cli-1700000000000");
        try (Sandbox sandbox = CONTAINERS.runtime().create(spec)) {
            JsonNode labels = TestDocker.inspect(sandbox.id()).at("/Config/Labels");

            assertThat(labels.path("isol8.session").asText()).isEqualTo("cli-1700000000000");
            assertThat(labels.path("isol8.managed").asText()).isEqualTo("true");
        }
    }

    @Test
    void theNetworkIsNone() {
        assertThat(host().path("NetworkMode").asText()).isEqualTo("none");
        assertThat(container.at("/NetworkSettings/Networks")).isEmpty();
        assertThat(host().path("PortBindings")).isEmpty();
    }
}
