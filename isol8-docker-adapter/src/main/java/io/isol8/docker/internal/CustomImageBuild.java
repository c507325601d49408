package io.isol8.docker.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.CustomImage;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Packages;
import io.isol8.domain.RandomIds;
import io.isol8.ports.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a custom image (spec 24.6): a container of the runtime's image in which root installs the packages, kept as
 * an image. There is no Dockerfile, so nothing that somebody wrote can become an instruction of one: packages are
 * arguments, and a setup script is a label and nothing else.
 *
 * <p>The container ends, and Docker removes it, when the connection to it does, whatever becomes of this process.
 */
final class CustomImageBuild {

    private static final Logger log = LoggerFactory.getLogger(CustomImageBuild.class);

    private final DockerApi docker;
    private final CustomImage image;
    private final String hash;

    /**
     * @param docker an engine with the patience for it
     * @param hash that of the images' build context
     */
    CustomImageBuild(DockerApi docker, CustomImage image, String hash) {
        this.docker = docker;
        this.image = image;
        this.hash = hash;
    }

    /** Whether this is it, made of the base as it is now. */
    boolean is(ImageInfo candidate) {
        return candidate.hasLabel(Labels.DEPENDENCIES_HASH, image.dependenciesHash())
                && candidate.hasLabel(Labels.BUILD_HASH, hash)
                && candidate.hasLabel(Labels.IMAGE_RUNTIME, image.runtime());
    }

    /**
     * Makes it.
     *
     * @param base what it is made of
     * @throws Isol8Exception with {@code IMAGE_BUILD_FAILED}, {@code OUT_OF_DISK} or an engine's code; nothing is left
     *     behind then
     */
    void make(String base, InstallFiles files, Progress progress) {
        String name = DockerApi.query(Map.of("name", "isol8-build-" + RandomIds.next()));
        String container = docker.post("/containers/create" + name, container(base))
                .path("Id")
                .asText();
        try {
            if (image.packages().isEmpty()) {
                commit(container);
            } else {
                docker.put("/containers/" + container + "/archive?path=/", "application/x-tar", files.tar());
                install(container, progress);
            }
        } catch (Isol8Exception e) {
            throw e.code() == ErrorCode.ENGINE_FAILED
                    ? new Isol8Exception(ErrorCode.IMAGE_BUILD_FAILED, what() + " failed: " + e.message(), e)
                    : e;
        } finally {
            Uninterrupted.run(() -> remove(container));
        }
    }

    private String what() {
        return "Building " + image.tag();
    }

    private ObjectNode container(String base) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("Image", base);
        config.putArray("Entrypoint").add("sh").add(InstallFiles.script()).add(image.runtime());
        ArrayNode packages = config.putArray("Cmd");
        image.packages().forEach(packages::add);
        config.put("User", "0:0").put("WorkingDir", "/");
        config.put("OpenStdin", true).put("StdinOnce", true).put("Tty", false);
        config.put("AttachStdin", true).put("AttachStdout", true).put("AttachStderr", true);
        config.putObject("Labels").put(Labels.MANAGED, "true");
        ObjectNode host = config.putObject("HostConfig").put("AutoRemove", true);
        host.putArray("SecurityOpt").add("no-new-privileges");
        host.putObject("LogConfig").put("Type", "none");
        if (image.packages().isEmpty()) {
            host.put("NetworkMode", "none");
        }
        return config;
    }

    private void install(String container, Progress progress) {
        HijackedInput input = new HijackedInput(Duration.ZERO);
        try (Hijacked attached = docker.hijack(
                "/containers/" + container + "/attach"
                        + DockerApi.query(Map.of("stream", "1", "stdin", "1", "stdout", "1", "stderr", "1")),
                input)) {
            docker.post("/containers/" + container + "/start");
            new InstallLog(what(), progress).follow(attached.output());
            commit(container);
        } catch (IOException e) {
            throw new Isol8Exception(
                    Thread.currentThread().isInterrupted() ? ErrorCode.CANCELLED : ErrorCode.IMAGE_BUILD_FAILED,
                    what() + " failed: " + e.getMessage(),
                    e);
        } finally {
            input.end();
        }
    }

    private void commit(String container) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.putArray("Entrypoint").add(ImageInfo.SUPERVISOR);
        config.putArray("Cmd");
        config.put("User", "0:0").put("WorkingDir", "/sandbox");
        ObjectNode labels = config.putObject("Labels")
                .put(Labels.BUILD_HASH, hash)
                .put(Labels.DEPENDENCIES_HASH, image.dependenciesHash())
                .put(Labels.IMAGE_RUNTIME, image.runtime())
                .put(Labels.DEPENDENCIES, Packages.join(image.packages()))
                .put(Labels.MANAGED, "false");
        image.setupScript().ifPresent(script -> labels.put(Labels.SETUP, script));
        int colon = image.tag().lastIndexOf(':');
        Map<String, String> named = Map.of(
                "container",
                container,
                "repo",
                image.tag().substring(0, colon),
                "tag",
                image.tag().substring(colon + 1),
                "pause",
                "false");
        docker.post("/commit" + DockerApi.query(named), config);
    }

    private void remove(String container) {
        new ManagedContainers(docker)
                .remove(container)
                .ifPresent(error -> log.warn("Container {} could not be removed", error));
    }
}
