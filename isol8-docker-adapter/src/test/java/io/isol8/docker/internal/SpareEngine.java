package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A Docker engine of a test's own, where it may remove what it likes, and which has gVisor. It has no way to a
 * registry. Nothing of it survives its close, nor the end of this process.
 */
final class SpareEngine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final Process process;
    private final DockerEndpoint endpoint;
    private final DockerApi api;

    private SpareEngine() {
        try {
            directory = Files.createTempDirectory("isol8-spare");
            process = new ProcessBuilder(
                            Path.of(System.getProperty("isol8.root", ".."), "scripts/spare-engine")
                                    .toString(),
                            directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endpoint = new DockerEndpoint(URI.create("unix://" + directory.resolve("docker.sock")), Optional.empty());
        api = new DockerApi(endpoint, PATIENCE);
    }

    /** With the images of these runtimes. */
    static SpareEngine with(String... runtimes) {
        SpareEngine engine = new SpareEngine();
        try {
            await().atMost(PATIENCE).until(engine::answers);
            engine.load(runtimes);
            return engine;
        } catch (RuntimeException | AssertionError e) {
            engine.close();
            throw e;
        }
    }

    private boolean answers() {
        assertThat(process.isAlive()).describedAs("the engine's script runs").isTrue();
        try {
            api.ping();
            return true;
        } catch (Isol8Exception e) {
            return false;
        }
    }

    DockerEndpoint endpoint() {
        return endpoint;
    }

    DockerApi api() {
        return api;
    }

    /** Copies the images of these runtimes, brought up to date, from the tests' ordinary engine. */
    void load(String... runtimes) {
        for (String runtime : runtimes) {
            String image = TestDocker.spec(runtime).image();
            upload("/images/load", TestDocker.API.bytes("/images/" + image + "/get"));
        }
    }

    /** Makes an image of nothing but these executable files. */
    void importImage(String name, Map<String, byte[]> files, String... changes) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(archive)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setMode(0100755);
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> query = new HashMap<>(named(name));
        query.put("fromSrc", "-");
        if (changes.length > 0) {
            query.put("changes", String.join("\n", changes));
        }
        upload("/images/create" + DockerApi.query(query), archive.toByteArray());
    }

    /** Makes an image upon another one, as a Dockerfile with these lines would. */
    void buildUpon(String image, String name, String... changes) {
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("Image", image);
        String container = api.post("/containers/create", config).path("Id").asText();
        Map<String, String> query = new HashMap<>(named(name));
        query.put("container", container);
        query.put("changes", String.join("\n", changes));
        api.post("/commit" + DockerApi.query(query), JsonNodeFactory.instance.objectNode());
        api.delete("/containers/" + container);
    }

    private static Map<String, String> named(String name) {
        int colon = name.indexOf(':');
        return Map.of("repo", name.substring(0, colon), "tag", name.substring(colon + 1));
    }

    private void upload(String path, byte[] body) {
        try (Response response = api.upload(path, "application/x-tar", Map.of(), new ByteArrayInputStream(body))) {
            new BuildLog(Json.mapper(), path, line -> {}).follow(response.getBody());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode image(String name) {
        return api.get("/images/" + name + "/json");
    }

    /** The tags of all its images. */
    List<String> tags() {
        return StreamSupport.stream(api.get("/images/json").spliterator(), false)
                .flatMap(image -> StreamSupport.stream(image.path("RepoTags").spliterator(), false))
                .map(JsonNode::asText)
                .sorted()
                .toList();
    }

    /** Sandboxes on it, as the product makes them. */
    DockerContainerRuntime runtime(String instance) {
        return new DockerContainerRuntime(new DockerApi(endpoint, PATIENCE), TestDocker.config(instance));
    }

    DockerImageCatalog images() {
        return new DockerImageCatalog(api, endpoint, Map.of());
    }

    /** The ids of all its containers, whatever their state. */
    List<String> containers() {
        return StreamSupport.stream(api.get("/containers/json?all=1").spliterator(), false)
                .map(container -> container.path("Id").asText())
                .toList();
    }

    Path directory() {
        return directory;
    }

    /** The control group that its containers are in. */
    String group() {
        return "isol8-spare-" + process.pid();
    }

    @Override
    public void close() {
        api.close();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .describedAs("the spare engine ends")
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
    }
}
