package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Docker engine of a test's own, with the image of bash, where command lines may remove what they like. */
final class SpareDocker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path ROOT = Path.of(System.getProperty("isol8.root", ".."));

    private final Path directory;
    private final Process engine;

    private SpareDocker(Path directory, Process engine) {
        this.directory = directory;
        this.engine = engine;
    }

    /** The image is brought up to date first where command lines usually run. */
    static SpareDocker start() {
        CliResult first = Cli.isol8("run", "-r", "bash", "-e", "true").run();
        assertThat(first.exitCode()).as(first.toString()).isZero();
        try {
            Path directory = Files.createTempDirectory("isol8-spare");
            SpareDocker spare = new SpareDocker(
                    directory,
                    new ProcessBuilder(ROOT.resolve("scripts/spare-engine").toString(), directory.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
            try {
                await().atMost(PATIENCE).until(spare::answers);
                assertThat(Commands.output("sh", "-c", "docker save isol8:bash | docker -H " + spare.host() + " load"))
                        .contains("isol8:bash");
                return spare;
            } catch (RuntimeException | AssertionError e) {
                spare.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        assertThat(engine.isAlive()).isTrue();
        return Files.exists(directory.resolve("docker.sock"))
                && !docker("version").isEmpty();
    }

    /** A value for DOCKER_HOST. */
    String host() {
        return "unix://" + directory.resolve("docker.sock");
    }

    Cli isol8(String... arguments) {
        return Cli.isol8(arguments).env("DOCKER_HOST", host());
    }

    /** What Docker's own client prints. */
    String docker(String... arguments) {
        return Commands.docker(
                Stream.concat(Stream.of("-H", host()), Stream.of(arguments)).toArray(String[]::new));
    }

    @Override
    public void close() {
        try {
            engine.getOutputStream().close();
            assertThat(engine.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engine.destroyForcibly();
        }
    }
}
