package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ImageCatalog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The Docker engine that the tests run on, asked by the tests themselves. Images are built at their first use. */
final class TestDocker {

    /** Longer than anything here takes, building images apart; running out of it is a failure. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final DockerEndpoint ENDPOINT = DockerEndpoint.fromEnvironment(System.getenv());
    static final DockerApi API = new DockerApi(ENDPOINT, Duration.ofMinutes(2));
    static final ImageCatalog IMAGES = new DockerImageCatalog(API, ENDPOINT, System.getenv());

    private TestDocker() {}

    static SandboxSpec spec(String runtime, Isol8Options options) {
        LanguageRuntime language = RuntimeRegistry.builtIn().get(runtime);
        return SandboxSpec.of(language, IMAGES.ensure(language, line -> {}), options);
    }

    static SandboxSpec spec(String runtime) {
        return spec(runtime, Isol8Options.defaults());
    }

    static ContainerConfig config(String instance) {
        return new ContainerConfig(instance, new String(Resources.read("seccomp/strict.json"), StandardCharsets.UTF_8));
    }

    /** The ids of the containers of that instance, whatever their state. */
    static List<String> containersOf(String instance) {
        return containersLabelled(Labels.INSTANCE + "=" + instance);
    }

    static List<String> containersLabelled(String label) {
        String filters = "{\"label\":[\"" + label + "\"]}";
        JsonNode list = API.get("/containers/json" + DockerApi.query(Map.of("all", "1", "filters", filters)));
        return StreamSupport.stream(list.spliterator(), false)
                .map(container -> container.path("Id").asText())
                .toList();
    }

    static JsonNode inspect(String container) {
        return API.get("/containers/" + container + "/json");
    }

    /** As {@code docker kill} does. */
    static void kill(String container) {
        API.post("/containers/" + container + "/kill");
    }

    static void pause(String container) {
        API.post("/containers/" + container + "/pause");
    }

    /** Removes what a test left on purpose. */
    static void remove(String container) {
        try {
            API.delete("/containers/" + container + DockerApi.query(Map.of("force", "true", "v", "true")));
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.ENGINE_FAILED) {
                throw e;
            }
        }
    }
}
