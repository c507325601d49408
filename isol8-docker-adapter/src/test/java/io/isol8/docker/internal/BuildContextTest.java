package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildContextTest {

    private static final Path IMAGES = Path.of(System.getProperty("isol8.root"), "images");

    @Test
    void theListNamesEverythingThatTheDockerfileNeeds() throws IOException {
        List<String> listed = Files.readAllLines(IMAGES.resolve("context.list"));
        try (Stream<Path> files = Files.walk(IMAGES, 2)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> IMAGES.relativize(file).toString())
                            .filter(BuildContextTest::isBuildInput))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    private static boolean isBuildInput(String name) {
        return name.equals("Dockerfile")
                || name.equals("make-base.sh")
                || name.startsWith("registries/")
                || name.startsWith("zygote/")
                || name.matches("supervisor/(.*\\.[ch]|Makefile)");
    }

    @Test
    void thePackagedHashIsThatOfThePackagedFiles() {
        assertThat(BuildContext.packagedHash())
                .isEqualTo(BuildContext.packaged().hash())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void theHostsCertificatesComeAlongAndAreNotPartOfTheHash(@TempDir Path directory) throws IOException {
        Path certificates = Files.writeString(directory.resolve("ca.crt"), "a certificate");
        assertThat(contentOf("host-ca.crt", Map.of("SSL_CERT_FILE", certificates.toString())))
                .isEqualTo("a certificate");
        assertThat(contentOf("host-ca.crt", Map.of())).isEmpty();
    }

    private static String contentOf(String name, Map<String, String> environment) throws IOException {
        byte[] tar = BuildContext.packaged().tar(environment);
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError(name + " is not in the context");
    }
}
