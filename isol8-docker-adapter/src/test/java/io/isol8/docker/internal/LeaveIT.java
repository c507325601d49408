package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.isol8.domain.Isol8Options;
import io.isol8.ports.Sandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sandbox that was left goes on without us, and Docker's own tools can be used on it. */
class LeaveIT {

    private static final Isol8Options PERSIST =
            Isol8Options.builder().persist(true).build();

    private final OwnContainers containers = OwnContainers.asShipped();

    @AfterEach
    void removeWhatWasLeft() {
        containers.close();
        containers.living().forEach(TestDocker::remove);
    }

    /** As {@code docker exec -u 100:101} does. */
    private static String exec(String container, String script) throws IOException {
        ObjectNode exec = JsonNodeFactory.instance
                .objectNode()
                .put("AttachStdout", true)
                .put("AttachStderr", true)
                .put("User", "100:101");
        exec.putArray("Cmd").add("bash").add("-c").add(script);
        String id = TestDocker.API
                .post("/containers/" + container + "/exec", exec)
                .path("Id")
                .asText();
        try (Response response = TestDocker.API.upload(
                "/exec/" + id + "/start",
                "application/json",
                Map.of(),
                new ByteArrayInputStream("{\"Detach\":false,\"Tty\":false}".getBytes(StandardCharsets.UTF_8)))) {
            return new String(new AttachedOutput(response.getBody()).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void itGoesOnWhenEverythingElseIsClosed() throws InterruptedException, IOException {
        Sandbox sandbox = containers.create("bash", PERSIST);
        sandbox.files().write("/sandbox/file", 0644, "still here".getBytes(StandardCharsets.UTF_8));
        String child = Ran.follow(sandbox.spawn(Ran.spec(
                                List.of(
                                        "bash",
                                        "-c",
                                        "touch /sandbox/beats;"
                                                + " while sleep 0.1; do echo beat >> /sandbox/beats; done & echo $!"),
                                TestDocker.PATIENCE)
                        .withKeep(true)))
                .out();

        sandbox.leave();
        sandbox.close();
        containers.close();

        JsonNode container = TestDocker.inspect(sandbox.id());
        assertThat(container.at("/State/Running").asBoolean()).isTrue();
        assertThat(container.at("/Config/Labels").path(Labels.PERSIST).asText()).isEqualTo("true");
        assertThat(containers.living()).containsExactly(sandbox.id());
        assertThat(exec(sandbox.id(), "cat /sandbox/file")).isEqualTo("still here");
        assertThat(exec(sandbox.id(), "kill -0 " + child + " && echo alive")).isEqualTo("alive");
        assertThat(exec(
                        sandbox.id(),
                        "before=$(wc -l < /sandbox/beats); for i in $(seq 600); do sleep 0.1;"
                                + " [ $(wc -l < /sandbox/beats) -gt $before ] && echo beats && break; done"))
                .isEqualTo("beats");
    }

    @Test
    void onlyALastingSandboxHasTheLabelAndNoDeadMansSwitch() {
        Sandbox lasting = containers.create("bash", PERSIST);
        Sandbox other = containers.create("bash");

        assertThat(TestDocker.inspect(lasting.id()).at("/Config/StdinOnce").asBoolean())
                .isFalse();
        JsonNode config = TestDocker.inspect(other.id()).path("Config");
        assertThat(config.path("StdinOnce").asBoolean()).isTrue();
        assertThat(config.path("Labels").has(Labels.PERSIST)).isFalse();
    }
}
