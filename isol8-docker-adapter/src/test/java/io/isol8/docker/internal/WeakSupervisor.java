package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image whose supervisor lacks one of its controls, for tests that take it away. Closing removes it. */
final class WeakSupervisor implements AutoCloseable {

    private static final int EXECUTABLE = 0100755;

    private final String reference = "isol8-test-weak:" + UUID.randomUUID();

    /**
     * One that follows every link.
     *
     * @param image what it is like otherwise
     */
    static WeakSupervisor in(String image) throws IOException, InterruptedException {
        return in(image, "path.c", "RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS", "0");
    }

    /**
     * @param image what it is like otherwise
     * @param file of its source, in which {@code control} becomes {@code replacement}
     */
    static WeakSupervisor in(String image, String file, String control, String replacement)
            throws IOException, InterruptedException {
        WeakSupervisor weak = new WeakSupervisor();
        byte[] context = context(
                "FROM " + image + "\nCOPY supervisor /usr/local/libexec/isol8-supervisor\n",
                compile(file, control, replacement));
        String query = DockerApi.query(Map.of("t", weak.reference, "rm", "true"));
        try (Response response = TestDocker.API.upload(
                "/build" + query, "application/x-tar", Map.of(), new ByteArrayInputStream(context))) {
            new BuildLog(Json.mapper(), "Building " + weak.reference, line -> {}).follow(response.getBody());
        }
        return weak;
    }

    String reference() {
        return reference;
    }

    private static byte[] compile(String weakened, String control, String replacement)
            throws IOException, InterruptedException {
        Path sources = Path.of(System.getProperty("isol8.root"), "images", "supervisor");
        Path copy = Files.createTempDirectory("isol8-weak");
        try {
            try (Stream<Path> files = Files.list(sources)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
            String source = Files.readString(copy.resolve(weakened));
            assertThat(source).contains(control);
            Files.writeString(copy.resolve(weakened), source.replace(control, replacement));
            Process make = new ProcessBuilder("make", "-s", "-C", copy.toString(), "BUILD=" + copy, "all")
                    .inheritIO()
                    .start();
            assertThat(make.waitFor()).isZero();
            return Files.readAllBytes(copy.resolve("supervisor"));
        } finally {
            try (Stream<Path> files = Files.list(copy)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(copy);
        }
    }

    private static byte[] context(String dockerfile, byte[] supervisor) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            add(tar, "Dockerfile", dockerfile.getBytes(StandardCharsets.UTF_8));
            add(tar, "supervisor", supervisor);
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(EXECUTABLE);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() {
        TestDocker.API.delete("/images/" + reference + DockerApi.query(Map.of("force", "true")));
    }
}
