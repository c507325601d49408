package io.isol8.docker;

import io.isol8.docker.internal.DockerEndpoint;
import io.isol8.docker.internal.DockerParts;
import io.isol8.docker.internal.Json;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ImageCatalog;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a Docker engine, which may be made ready ahead of its use. It belongs to the {@link DockerIsol8} that it
 * is given to and is closed with it; else to whoever keeps house on that engine with it. Thread-safe.
 */
public final class DockerConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DockerConnection.class);

    private final DockerParts parts;

    private DockerConnection(DockerParts parts) {
        this.parts = parts;
    }

    /**
     * To the engine that DOCKER_HOST names, or the local one. Does not talk to it yet.
     *
     * @param environment this process's variables
     * @throws Isol8Exception if they make no sense
     */
    public static DockerConnection to(Map<String, String> environment) {
        return new DockerConnection(DockerParts.at(DockerEndpoint.fromEnvironment(environment), environment));
    }

    /** Does the first steps early, so that a later call is quicker; what fails here fails there, too. */
    public void warmUp() {
        try {
            parts.containers().ping();
        } catch (Isol8Exception e) {
            log.debug("Not yet: {}", e.getMessage());
        }
    }

    /** Loads what every use needs after the first steps; for a thread that has nothing better to do meanwhile. */
    public static void preload() {
        Json.preload();
    }

    /** The containers on the engine. */
    public ContainerRuntime containers() {
        return parts.containers();
    }

    /** The images on the engine. */
    public ImageCatalog images() {
        return parts.images();
    }

    DockerParts parts() {
        return parts;
    }

    @Override
    public void close() {
        parts.containers().close();
    }
}
