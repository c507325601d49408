package io.isol8.docker.internal;

import io.isol8.domain.RandomIds;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ImageCatalog;
import java.time.Duration;
import java.util.Map;

/** The adapters for one Docker engine, put together. */
public record DockerParts(ContainerRuntime containers, ImageCatalog images) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Does not talk to Docker yet. */
    public static DockerParts at(DockerEndpoint endpoint, Map<String, String> environment) {
        DockerApi docker = new DockerApi(endpoint, PATIENCE);
        String seccomp = SeccompOption.packaged("seccomp/strict.json");
        ContainerConfig config = new ContainerConfig(RandomIds.next().toString(), seccomp);
        return new DockerParts(
                new DockerContainerRuntime(docker, config), new DockerImageCatalog(docker, endpoint, environment));
    }
}
