package io.isol8.docker.internal;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;

/** Fetches an image from the registry that its reference names. */
final class ImagePull {

    private final DockerApi docker;

    /** @param docker an engine with the patience for it */
    ImagePull(DockerApi docker) {
        this.docker = docker;
    }

    /** @throws Isol8Exception with {@code IMAGE_MISSING} if it cannot be had, {@code OUT_OF_DISK} or an engine's code */
    void pull(ImageReference image) {
        String path = "/images/create" + DockerApi.query(Map.of("fromImage", image.single()));
        try (Response response =
                docker.upload(path, "application/x-tar", Map.of(), new ByteArrayInputStream(new byte[0]))) {
            new BuildLog(Json.mapper(), "Pulling", line -> {}).follow(response.getBody());
        } catch (Isol8Exception e) {
            throw switch (e.code()) {
                case ENGINE_FAILED, IMAGE_BUILD_FAILED, IMAGE_MISSING -> missing(image, e);
                default -> e;
            };
        } catch (IOException e) {
            throw missing(image, e);
        }
    }

    private static Isol8Exception missing(ImageReference image, Exception reason) {
        return new Isol8Exception(
                ErrorCode.IMAGE_MISSING,
                "Image missing: the Docker engine has no " + image.text() + " and cannot pull it: "
                        + reason.getMessage(),
                reason);
    }
}
