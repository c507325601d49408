package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.ports.Sandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything of isol8's on an engine goes, and nothing else (spec 25); on an engine that nobody else uses. */
@Timeout(120)
class CleanupIT {

    private static final SpareEngine ENGINE = SpareEngine.with();

    @BeforeEach
    void nothingButTheImageOfBash() {
        ENGINE.tags().forEach(tag -> ENGINE.api().delete("/images/" + tag + "?force=true"));
        ENGINE.load("bash");
    }

    @AfterAll
    static void stop() {
        ENGINE.close();
    }

    private static String createContainer(ObjectNode config) {
        return ENGINE.api().post("/containers/create", config).path("Id").asText();
    }

    /** Neither isol8's nor ever started. */
    private static ObjectNode stranger() {
        return JsonNodeFactory.instance.objectNode().put("Image", "isol8:bash");
    }

    private static void remove(String container) {
        ENGINE.api().delete("/containers/" + container + "?force=true");
    }

    @Test
    void containersGoWhoeverMadeThemAndWhateverTheirState() {
        String stranger = createContainer(stranger());
        createContainer(TestDocker.config("somebody-else").of(TestDocker.spec("bash")));
        try (DockerContainerRuntime others = ENGINE.runtime("others");
                DockerContainerRuntime own = ENGINE.runtime("own")) {
            Sandbox running = others.create(TestDocker.spec("bash"));
            own.create(TestDocker.spec("bash"));
            own.create(TestDocker.spec(
                            "bash", Isol8Options.builder().persist(true).build()))
                    .leave();
            assertThat(ENGINE.containers()).hasSize(5);

            assertThat(own.removeAll()).isEqualTo(new CleanupResult(4, 0, List.of()));

            assertThat(ENGINE.containers()).containsExactly(stranger);
            assertThatThrownBy(() -> Ran.bash(running, "true"))
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST));
            assertThat(own.removeAll()).isEqualTo(CleanupResult.nothing());
        } finally {
            remove(stranger);
        }
    }

    @Test
    void imagesGoByTagOrLabelAndOthersStay() {
        ENGINE.importImage("foreign:one", Map.of("file", new byte[] {1}));
        ENGINE.buildUpon("isol8:bash", "custom:labelled", "ENV x=y");
        ENGINE.importImage("isol8:by-its-tag-only", Map.of("file", new byte[] {2}));
        DockerImageCatalog images = ENGINE.images();
        images.adapt(RuntimeRegistry.builtIn().get("bash"), "foreign:one", line -> {});
        assertThat(ENGINE.tags()).hasSize(5);

        assertThat(images.removeAll()).isEqualTo(new CleanupResult(4, 0, List.of()));

        assertThat(ENGINE.tags()).containsExactly("foreign:one");
        assertThat(images.removeAll()).isEqualTo(CleanupResult.nothing());
    }

    @Test
    void anImageInUseStaysAndIsNamed() throws InterruptedException {
        ENGINE.importImage("isol8:removable", Map.of("file", new byte[] {3}));
        try (DockerContainerRuntime runtime = ENGINE.runtime("user")) {
            Sandbox user = runtime.create(TestDocker.spec("bash"));

            CleanupResult result = ENGINE.images().removeAll();

            assertThat(result.removed()).isEqualTo(1);
            assertThat(result.failed()).isEqualTo(1);
            assertThat(result.errors())
                    .singleElement()
                    .asString()
                    .startsWith("isol8:bash: ")
                    .contains("running");
            assertThat(Ran.bash(user, "echo alive").out()).isEqualTo("alive");
        }
    }

    @Test
    void aRemovedImageIsNotTakenToBeThere() {
        DockerImageCatalog images = ENGINE.images();
        images.ensure(RuntimeRegistry.builtIn().get("bash"), line -> {});
        images.removeAll();
        ENGINE.importImage("isol8-base:trixie", Map.of("no-debian", new byte[] {4}));

        assertThatThrownBy(() -> images.ensure(RuntimeRegistry.builtIn().get("bash"), line -> {}))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_BUILD_FAILED));
    }

    @Test
    void aContainerThatGoesMeanwhileCountsAsRemoved() {
        try (DockerContainerRuntime runtime = ENGINE.runtime("racing")) {
            List<Sandbox> sandboxes = List.of(
                    runtime.create(TestDocker.spec("bash")),
                    runtime.create(TestDocker.spec("bash")),
                    runtime.create(TestDocker.spec("bash")));
            Thread closer = new Thread(runtime::destroyAll);
            closer.start();

            CleanupResult result = runtime.removeAll();

            assertThat(result.failed()).isZero();
            assertThat(result.removed()).isBetween(0, sandboxes.size());
            await().atMost(TestDocker.PATIENCE).until(() -> ENGINE.containers().isEmpty());
        }
    }
}
