package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.Sandbox;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where packages come from is said by the image's own client, and then by a label (spec 12.8). */
class RegistryHostsIT {

    private static final String HOST = "([a-z0-9-]+\\.)+[a-z]+";

    @ParameterizedTest
    @ValueSource(strings = {"bash", "python", "node", "bun", "deno"})
    void everyImageSaysWhereItsPackagesComeFrom(String runtime) {
        SandboxSpec spec = TestDocker.spec(runtime);
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.runtime().create(spec)) {
            String label = labels(TestDocker.API.get("/images/" + spec.image() + "/json"))
                    .path(Labels.REGISTRY_HOSTS)
                    .asText();

            assertThat(label).matches(HOST + "( " + HOST + ")*");
            assertThat(Ran.bash(sandbox, "cat " + RegistryHosts.FILE).said().strip())
                    .isEqualTo(label.replace(' ', '\n'));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anImageIsLabelledWithWhatStandsInItsFileAndStaysTheSame() {
        String image = "isol8-labelled:test";
        try (SpareEngine engine = SpareEngine.with()) {
            engine.importImage(
                    image,
                    Map.of(RegistryHosts.FILE.substring(1), "a.test\nb.test\n".getBytes(StandardCharsets.UTF_8)),
                    "ENTRYPOINT [\"/init\"]",
                    "LABEL before=kept");
            JsonNode before = engine.image(image);

            new RegistryHosts(engine.api()).label(image, Map.of("with", "it"), line -> {});

            JsonNode after = engine.image(image);
            assertThat(labels(after).path(Labels.REGISTRY_HOSTS).asText()).isEqualTo("a.test b.test");
            assertThat(labels(after).path("with").asText()).isEqualTo("it");
            assertThat(labels(after).path("before").asText()).isEqualTo("kept");
            assertThat(after.path("RootFS")).isEqualTo(before.path("RootFS"));
            assertThat(after.path("Config").path("Entrypoint"))
                    .isEqualTo(before.path("Config").path("Entrypoint"));
            assertThat(engine.containers()).isEmpty();
        }
    }

    private static JsonNode labels(JsonNode image) {
        return image.path("Config").path("Labels");
    }
}
