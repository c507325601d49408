package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.ports.LocalImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The images on the engine that carry a runtime's label and a tag of their own, whoever made them: neither the
 * runtimes' own nor those that isol8 made of other people's.
 */
final class CustomImages {

    private static final String UNTAGGED = "<none>:<none>";
    private static final Set<String> BASES = RuntimeRegistry.builtIn().list().stream()
            .map(LanguageRuntime::image)
            .collect(Collectors.toUnmodifiableSet());

    private final DockerApi docker;

    CustomImages(DockerApi docker) {
        this.docker = docker;
    }

    /** In the order of their tags. */
    List<LocalImage> list() {
        String filters = "{\"label\":[\"" + Labels.IMAGE_RUNTIME + "\"]}";
        JsonNode images = docker.get("/images/json" + DockerApi.query(Map.of("filters", filters)));
        return StreamSupport.stream(images.spliterator(), false)
                .filter(image -> !image.path("Labels").has(Labels.DERIVED_FROM))
                .flatMap(CustomImages::perTag)
                .sorted((one, other) -> one.tag().compareTo(other.tag()))
                .toList();
    }

    private static Stream<LocalImage> perTag(JsonNode image) {
        JsonNode labels = image.path("Labels");
        return StreamSupport.stream(image.path("RepoTags").spliterator(), false)
                .map(JsonNode::asText)
                .filter(tag -> !tag.equals(UNTAGGED) && !BASES.contains(tag))
                .map(tag -> new LocalImage(
                        tag,
                        labels.path(Labels.IMAGE_RUNTIME).asText(),
                        labels.path(Labels.DEPENDENCIES).asText(""),
                        Optional.of(labels.path(Labels.SETUP).asText("")).filter(script -> !script.isEmpty())));
    }
}
