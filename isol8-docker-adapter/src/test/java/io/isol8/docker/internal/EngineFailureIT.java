package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that is not there, too old, full, or falls silent. */
@Timeout(120)
class EngineFailureIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LITTLE_PATIENCE = Duration.ofMillis(300);

    private static void assertFails(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    private static void assertPingFails(DockerEndpoint endpoint, ErrorCode code, String text) {
        try (DockerApi api = new DockerApi(endpoint, PATIENCE)) {
            assertFails(code, text, api::ping);
        }
    }

    private static void assertCreateFails(FakeDocker fake, ErrorCode code, String text) {
        assertCreateFails(fake, PATIENCE, code, text);
    }

    private static void assertCreateFails(FakeDocker fake, Duration patience, ErrorCode code, String text) {
        try (fake;
                DockerContainerRuntime runtime = new DockerContainerRuntime(
                        new DockerApi(fake.endpoint(), patience), TestDocker.config("nobody"))) {
            assertFails(code, text, () -> runtime.create(TestDocker.spec("bash")));
        }
    }

    @Test
    void nobodyListensAtTheSocket(@TempDir Path directory) {
        DockerEndpoint endpoint =
                new DockerEndpoint(URI.create("unix://" + directory.resolve("docker.sock")), Optional.empty());

        assertPingFails(endpoint, ErrorCode.ENGINE_UNAVAILABLE, "Docker is not running or not installed.");
    }

    @Test
    void nobodyListensAtThePort() {
        DockerEndpoint endpoint;
        try (FakeDocker gone = FakeDocker.speaking("1.41")) {
            endpoint = gone.endpoint();
        }

        assertPingFails(endpoint, ErrorCode.ENGINE_UNAVAILABLE, "Docker is not running or not installed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.30", "1.40", "0.9", "nonsense"})
    void theEngineIsTooOld(String version) {
        try (FakeDocker fake = FakeDocker.speaking(version)) {
            assertPingFails(fake.endpoint(), ErrorCode.ENGINE_UNSUPPORTED, "isol8 needs 1.41 (Docker 20.10) or newer");
        }
    }

    @ParameterizedTest
    @CsvSource({"1.41, 1.41", "1.44, 1.44", "1.99, 1.51", "2.0, 1.51"})
    void aNewerEngineIsSpokenToAsIsKnown(String engines, String spoken) {
        try (FakeDocker fake = FakeDocker.speaking(engines);
                DockerApi api = new DockerApi(fake.endpoint(), PATIENCE)) {
            assertFails(ErrorCode.ENGINE_FAILED, "page not found", () -> api.get("/info"));

            assertThat(fake.requests()).containsExactly("GET /v" + spoken + "/info");
        }
    }

    @Test
    void itsDiskIsFull() {
        assertCreateFails(
                FakeDocker.answering(500, "{\"message\":\"mkdir /var/lib/docker/x: no space left on device\"}"),
                ErrorCode.OUT_OF_DISK,
                "no space left on device");
    }

    @Test
    void itNoLongerSpeaksTheVersionThatWasAgreed() {
        assertCreateFails(
                FakeDocker.answering(
                        400, "{\"message\":\"client version 1.41 is too old. Minimum supported API version is 1.44\"}"),
                ErrorCode.ENGINE_UNSUPPORTED,
                "Minimum supported API version is 1.44");
    }

    @Test
    void anErrorThatIsNoJsonIsShownAsItIs() {
        assertCreateFails(FakeDocker.answering(502, "Bad Gateway"), ErrorCode.ENGINE_FAILED, "502");
    }

    @Test
    void whatAnswersIsNoDockerEngine() {
        assertCreateFails(
                FakeDocker.answering(200, "<html>hello</html>"),
                ErrorCode.ENGINE_FAILED,
                "does not answer like a Docker engine");
    }

    @Test
    void itFallsSilent() {
        assertCreateFails(FakeDocker.silent(), LITTLE_PATIENCE, ErrorCode.ENGINE_UNAVAILABLE, "did not answer in time");
    }

    @Test
    void itHangsUpInTheMiddle() {
        assertCreateFails(FakeDocker.breakingOff(), ErrorCode.ENGINE_UNAVAILABLE, "");
    }
}
