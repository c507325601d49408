package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Removes the images that isol8 made, by their tag or label (spec 25.2). */
final class ImageRemoval {

    private static final String TAGS = "isol8:";
    private static final String UNTAGGED = "<none>:<none>";

    private final DockerApi docker;

    ImageRemoval(DockerApi docker) {
        this.docker = docker;
    }

    /** An image cannot go before those that were made of it, so there are as many rounds as help. */
    CleanupResult removeAll() {
        Map<String, String> left = images();
        int all = left.size();
        Map<String, String> errors = new LinkedHashMap<>();
        int before;
        do {
            before = left.size();
            errors.clear();
            left.forEach((id, name) -> remove(id, name, errors));
            left.keySet().retainAll(errors.keySet());
        } while (!left.isEmpty() && left.size() < before);
        return new CleanupResult(all - left.size(), left.size(), new ArrayList<>(errors.values()));
    }

    /** What each of them is called. */
    List<String> names() {
        return List.copyOf(images().values());
    }

    /** What each is called, by id. */
    private Map<String, String> images() {
        Map<String, String> images = new LinkedHashMap<>();
        for (JsonNode image : docker.get("/images/json")) {
            List<String> tags = StreamSupport.stream(image.path("RepoTags").spliterator(), false)
                    .map(JsonNode::asText)
                    .filter(tag -> !tag.equals(UNTAGGED))
                    .toList();
            String id = image.path("Id").asText();
            if (tags.stream().anyMatch(tag -> tag.startsWith(TAGS))
                    || image.path("Labels").has(Labels.IMAGE_RUNTIME)) {
                images.put(
                        id,
                        Stream.concat(tags.stream(), Stream.of(id)).findFirst().orElseThrow());
            }
        }
        return images;
    }

    private void remove(String id, String name, Map<String, String> errors) {
        try {
            docker.delete("/images/" + id + DockerApi.query(Map.of("force", "true")));
        } catch (Isol8Exception e) {
            if (e.code() != ErrorCode.IMAGE_MISSING) {
                errors.put(id, name + ": " + e.message());
            }
        }
    }
}
