package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.engine.LocalEngine;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers that cannot be made or do not start: one clear failure, and nothing is left. */
@Timeout(180)
class CreateFailureIT {

    private static void assertFailsAndLeavesNothing(
            OwnContainers containers, SandboxSpec spec, ErrorCode code, String text) {
        try (containers) {
            assertFails(code, text, () -> containers.runtime().create(spec));
            await().atMost(TestDocker.PATIENCE).until(() -> containers.living().isEmpty());
        }
    }

    private static void assertFails(ErrorCode code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    private static OwnContainers withEntrypoint(String... words) {
        return OwnContainers.changed(config -> List.of(words).forEach(config.withArray("Entrypoint")::add));
    }

    @Test
    void theImageIsMissing() {
        LanguageRuntime runtime = new LanguageRuntime("bash", "isol8:bash", List.of(".sh"), List.of("bash", "{file}"));

        assertFailsAndLeavesNothing(
                OwnContainers.asShipped(),
                SandboxSpec.of(runtime, SandboxImage.of("isol8:no-such-image"), Isol8Options.defaults()),
                ErrorCode.IMAGE_MISSING,
                "isol8:no-such-image");
    }

    @Test
    void theNameIsTaken() {
        String name = "isol8-test-" + UUID.randomUUID();
        String create = "/containers/create" + DockerApi.query(Map.of("name", name));
        ObjectNode config = TestDocker.config(name).of(TestDocker.spec("bash"));
        String first = TestDocker.API.post(create, config).path("Id").asText();
        try {
            assertFails(ErrorCode.NAME_IN_USE, name, () -> TestDocker.API.post(create, config));
        } finally {
            TestDocker.remove(first);
        }
    }

    @Test
    void theMachineHasFewerProcessors() {
        OwnContainers containers = OwnContainers.asShipped();
        try (LocalEngine engine =
                containers.engine(Isol8Options.builder().cpuLimit(1000).build(), 1)) {
            ExecutionRequest request =
                    ExecutionRequest.builder("bash").code("echo x").build();

            assertFails(ErrorCode.INVALID_REQUEST, "cpuLimit is beyond this machine", () -> engine.execute(request));
            assertThat(containers.living()).isEmpty();
        }
    }

    @Test
    void theContainerDoesNotStart() {
        assertFailsAndLeavesNothing(
                withEntrypoint("/no/such/program"),
                TestDocker.spec("bash"),
                ErrorCode.ENGINE_FAILED,
                "/no/such/program");
    }

    @Test
    void theSupervisorEndsAtOnce() {
        assertFailsAndLeavesNothing(
                withEntrypoint("sh", "-c", "echo no memory >&2; exit 1"),
                TestDocker.spec("bash"),
                ErrorCode.SANDBOX_LOST,
                "no memory");
    }

    @Test
    void somethingElseThanTheSupervisorAnswers() {
        assertFailsAndLeavesNothing(
                withEntrypoint("sh", "-c", "echo Hello, I am a perfectly ordinary program; exec sleep 600"),
                TestDocker.spec("bash"),
                ErrorCode.SANDBOX_LOST,
                "");
    }

    @Test
    void theSupervisorSpeaksAnotherVersion() {
        String hello = "\\x00\\x00\\x00\\x16\\x80\\x00\\x00\\x00\\x00ISO8\\x00\\x63"
                + "\\x00\\x00\\x00\\x00\\x00\\x10\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00";

        assertFailsAndLeavesNothing(
                withEntrypoint("bash", "-c", "printf '" + hello + "'; exec sleep 600"),
                TestDocker.spec("bash"),
                ErrorCode.SANDBOX_LOST,
                "protocol 99");
    }
}
