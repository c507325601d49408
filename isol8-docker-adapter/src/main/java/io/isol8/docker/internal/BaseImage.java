package io.isol8.docker.internal;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Progress;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Debian that every image starts from: pulled if the engine can, else made on this machine and imported under a
 * tag of our own.
 */
final class BaseImage {

    private static final String SUITE = "trixie";
    private static final String PULLED = "debian";
    private static final String PULLED_TAG = SUITE + "-slim";
    private static final String MADE = "isol8-base";

    /** Details; whatever else the script says, such as that it has to install something, is worth a line. */
    private static final String MMDEBSTRAP_SAYS = "I: ";

    private final DockerApi docker;

    BaseImage(DockerApi docker) {
        this.docker = docker;
    }

    /** A reference for the Dockerfile's FROM. */
    String ensure(Progress progress) {
        String pulled = PULLED + ":" + PULLED_TAG;
        String made = MADE + ":" + SUITE;
        if (exists(pulled)) {
            return pulled;
        }
        if (exists(made)) {
            return made;
        }
        try {
            progress.line("Pulling the base image " + pulled);
            pull();
            return pulled;
        } catch (Isol8Exception e) {
            progress.line("It cannot be pulled (" + e.message() + "); making the same base here as " + made);
            make(progress);
            return made;
        }
    }

    private boolean exists(String reference) {
        try {
            docker.get("/images/" + reference + "/json");
            return true;
        } catch (Isol8Exception e) {
            if (e.code() == ErrorCode.IMAGE_MISSING) {
                return false;
            }
            throw e;
        }
    }

    private void pull() {
        create(Map.of("fromImage", PULLED, "tag", PULLED_TAG), "Pulling", new ByteArrayInputStream(new byte[0]));
    }

    private void make(Progress progress) {
        try {
            Path directory = Files.createTempDirectory("isol8-base");
            Path script = directory.resolve("make-base.sh");
            Path tar = directory.resolve("base.tar");
            try {
                Files.write(script, Resources.read("images/make-base.sh"));
                run(script, tar, progress);
                try (InputStream content = Files.newInputStream(tar)) {
                    create(Map.of("fromSrc", "-", "repo", MADE, "tag", SUITE), "Importing the base", content);
                }
            } finally {
                Files.deleteIfExists(tar);
                Files.deleteIfExists(script);
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.IMAGE_BUILD_FAILED, "Making the base image failed: " + e.getMessage(), e);
        }
    }

    private static void run(Path script, Path tar, Progress progress) throws IOException {
        Process maker = new ProcessBuilder("sh", script.toString(), SUITE)
                .redirectOutput(tar.toFile())
                .start();
        maker.getOutputStream().close();
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = maker.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.line(line.startsWith(MMDEBSTRAP_SAYS) ? "  " + line : line);
                said.append(System.lineSeparator()).append(line);
            }
            int status = maker.waitFor();
            if (status != 0) {
                throw new Isol8Exception(
                        ErrorCode.IMAGE_BUILD_FAILED,
                        "Making the base image failed (exit code " + status + "):" + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while making the base image.", e);
        } finally {
            maker.destroy();
        }
    }

    private void create(Map<String, String> parameters, String what, InputStream body) {
        try (Response response =
                docker.upload("/images/create" + DockerApi.query(parameters), "application/x-tar", Map.of(), body)) {
            new BuildLog(Json.mapper(), what, line -> {}).follow(response.getBody());
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.IMAGE_BUILD_FAILED, what + " failed: " + e.getMessage(), e);
        }
    }
}
