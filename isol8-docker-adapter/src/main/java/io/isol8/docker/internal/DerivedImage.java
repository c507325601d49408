package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody's image with the supervisor added: a container of it that never starts, one file copied into it, and the
 * result kept as an image. No builder takes part, so it is made of the very image that was looked at, and nothing of
 * what that one would do when built upon is done.
 */
final class DerivedImage {

    private static final Logger log = LoggerFactory.getLogger(DerivedImage.class);
    private static final String REPOSITORY = "isol8";
    private static final int TAG_BYTES = 6;

    private final DockerApi docker;
    private final ImageInfo source;
    private final String hash;
    private final String tag;

    /** @param hash that of the images' build context */
    DerivedImage(DockerApi docker, ImageInfo source, String hash) {
        this.docker = docker;
        this.source = source;
        this.hash = hash;
        byte[] digest = BuildContext.sha256().digest((source.id() + hash).getBytes(StandardCharsets.UTF_8));
        this.tag = "derived-" + HexFormat.of().formatHex(digest, 0, TAG_BYTES);
    }

    String reference() {
        return REPOSITORY + ":" + tag;
    }

    /** Whether this is it. */
    boolean is(ImageInfo image) {
        return image.label(Labels.DERIVED_FROM).equals(Optional.of(source.id()))
                && image.label(Labels.BUILD_HASH).equals(Optional.of(hash));
    }

    /**
     * Makes it.
     *
     * @param donor the image that the supervisor is taken from
     */
    void make(String donor) {
        Uninterrupted.run(() -> addSupervisor(donor));
    }

    private void addSupervisor(String donor) {
        try {
            byte[] supervisor = inContainerOf(
                    donor, from -> docker.bytes("/containers/" + from + "/archive" + path(ImageInfo.SUPERVISOR)));
            inContainerOf(source.id(), container -> {
                docker.put("/containers/" + container + "/archive" + path("/"), "application/x-tar", supervisor);
                return commit(container);
            });
        } catch (Isol8Exception e) {
            throw e.code() == ErrorCode.ENGINE_FAILED
                    ? new Isol8Exception(
                            ErrorCode.IMAGE_BUILD_FAILED, "Adding the supervisor failed: " + e.message(), e)
                    : e;
        }
    }

    private static String path(String path) {
        return DockerApi.query(Map.of("path", path));
    }

    private interface Use<T> {
        T of(String container);
    }

    private <T> T inContainerOf(String image, Use<T> use) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("Image", image);
        config.putArray("Entrypoint").add(ImageInfo.ADDED_SUPERVISOR);
        config.putObject("Labels").put(Labels.MANAGED, "true");
        config.putObject("HostConfig").put("NetworkMode", "none");
        String id = docker.post("/containers/create", config).path("Id").asText();
        try {
            return use.of(id);
        } finally {
            remove(id);
        }
    }

    private void remove(String container) {
        try {
            docker.delete("/containers/" + container + DockerApi.query(Map.of("force", "true", "v", "true")));
        } catch (Isol8Exception e) {
            log.warn("Container {} could not be removed: {}", container, e.getMessage());
        }
    }

    private JsonNode commit(String container) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("Entrypoint").add(ImageInfo.ADDED_SUPERVISOR);
        config.putArray("Cmd");
        config.put("User", "0:0").put("WorkingDir", "/sandbox");
        config.putObject("Labels")
                .put(Labels.BUILD_HASH, hash)
                .put(Labels.DERIVED_FROM, source.id())
                .put(Labels.MANAGED, "false");
        return docker.post(
                "/commit" + DockerApi.query(Map.of("container", container, "repo", REPOSITORY, "tag", tag)), config);
    }
}
