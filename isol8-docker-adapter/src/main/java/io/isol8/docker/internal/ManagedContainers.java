package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.ManagedContainer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The containers that carry isol8's label, whoever made them and whatever their state. Thread-safe. */
final class ManagedContainers {

    private static final int SHORT_ID = 12;

    private final DockerApi docker;
    private final ContainerRemoval removal;

    ManagedContainers(DockerApi docker) {
        this.docker = docker;
        this.removal = new ContainerRemoval(docker);
    }

    /** Removes them all; one that somebody else removes meanwhile counts as well (spec 25.1). */
    CleanupResult removeAll() {
        List<String> ids = ids();
        List<String> errors =
                ids.parallelStream().flatMap(id -> remove(id).stream()).toList();
        return new CleanupResult(ids.size() - errors.size(), errors.size(), errors);
    }

    private List<String> ids() {
        return list().stream().map(ManagedContainer::id).toList();
    }

    List<ManagedContainer> list() {
        String filters = "{\"label\":[\"" + Labels.MANAGED + "=true\"]}";
        JsonNode list = docker.get("/containers/json" + DockerApi.query(Map.of("all", "1", "filters", filters)));
        return StreamSupport.stream(list.spliterator(), false)
                .map(container -> new ManagedContainer(
                        container.path("Id").asText(),
                        container.path("Labels").path(Labels.RUNTIME).asText(""),
                        container.path("Status").asText()))
                .toList();
    }

    /** Removes one and waits until it is gone: what went wrong. */
    Optional<String> remove(String id) {
        try {
            removal.remove(id);
            return Optional.empty();
        } catch (Isol8Exception e) {
            return Optional.of(id.substring(0, SHORT_ID) + ": " + e.message());
        }
    }
}
