package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What an image's package client said while the image was built, made a label (spec 12.8): a build can not put into a label what
 * it finds out, so the image is built upon once more, without a layer.
 */
final class RegistryHosts {

    /** Where our Dockerfile has them written, one on a line. */
    static final String FILE = "/usr/local/share/isol8/registry-hosts";

    private final DockerApi docker;

    RegistryHosts(DockerApi docker) {
        this.docker = docker;
    }

    /**
     * The image gets the label, and those others that say that it is finished.
     *
     * @param labels that come with it, by name
     */
    void label(String image, Map<String, String> labels, Progress progress) {
        String what = "Labelling " + image;
        try {
            ObjectNode all = JsonNodeFactory.instance.objectNode().put(Labels.REGISTRY_HOSTS, of(image));
            labels.forEach(all::put);
            String path = "/build" + DockerApi.query(Map.of("t", image, "rm", "true", "labels", all.toString()));
            byte[] context =
                    BuildContext.of("Dockerfile", "FROM " + image + "\n").tar(Map.of());
            try (Response response =
                    docker.upload(path, "application/x-tar", Map.of(), new ByteArrayInputStream(context))) {
                new BuildLog(Json.mapper(), what, progress).follow(response.getBody());
            }
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.IMAGE_BUILD_FAILED, what + " failed: " + e.getMessage(), e);
        }
    }

    /** With spaces between them. */
    private String of(String image) throws IOException {
        byte[] archive = Uninterrupted.call(() -> read(image));
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            tar.getNextEntry();
            return new String(tar.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.joining(" "));
        }
    }

    private byte[] read(String image) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("Image", image);
        config.putObject("Labels").put(Labels.MANAGED, "true");
        config.putObject("HostConfig").put("NetworkMode", "none");
        String container = docker.post("/containers/create", config).path("Id").asText();
        try {
            return docker.bytes("/containers/" + container + "/archive" + DockerApi.query(Map.of("path", FILE)));
        } finally {
            docker.delete("/containers/" + container + DockerApi.query(Map.of("force", "true", "v", "true")));
        }
    }
}
