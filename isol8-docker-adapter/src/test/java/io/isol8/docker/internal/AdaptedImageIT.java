package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.Sandbox;
import io.isol8.testkit.RecordingProgress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other people's images (spec 24.7): most of these hold one program and nothing else. */
@Timeout(120)
class AdaptedImageIT {

    private static final LanguageRuntime PYTHON = RuntimeRegistry.builtIn().get("python");
    private static final LanguageRuntime BASH = RuntimeRegistry.builtIn().get("bash");
    private static final String FOREIGN = "foreign/image:one";

    private static final SpareEngine ENGINE = SpareEngine.with("bash", "python");
    private static final DockerContainerRuntime RUNTIME = ENGINE.runtime("adapted");
    private static Map<String, byte[]> files = Map.of();

    @BeforeAll
    static void makeAnImage() {
        byte[] who = Compiled.of("""
                #include <stdio.h>
                #include <unistd.h>
                int main(void) {
                    char directory[100];
                    printf("%d:%d %s", getuid(), getgid(), getcwd(directory, sizeof directory));
                    return 0;
                }
                """);
        byte[] hosts = Compiled.of("""
                #include <stdio.h>
                int main(void) {
                    FILE *file = fopen("/etc/hosts", "r");
                    for (int next = getc(file); next != EOF; next = getc(file)) putchar(next);
                    return 0;
                }
                """);
        files = Map.of("bin/who", who, "bin/hosts", hosts);
        ENGINE.importImage(FOREIGN, files);
    }

    @AfterAll
    static void stop() {
        RUNTIME.close();
        ENGINE.close();
    }

    @AfterEach
    void removeSandboxes() {
        RUNTIME.destroyAll();
    }

    private static SandboxImage adapt(LanguageRuntime language, String reference) {
        return ENGINE.images().adapt(language, reference, line -> {});
    }

    private static Sandbox create(SandboxImage image) {
        return RUNTIME.create(SandboxSpec.of(PYTHON, image, Isol8Options.defaults()));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... texts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContainingAll(texts);
    }

    @Test
    void aProgramRunsInAnImageThatHasNothingElse() throws InterruptedException {
        SandboxImage image = adapt(PYTHON, FOREIGN);

        assertThat(image.reference()).matches("isol8:derived-[0-9a-f]{12}");
        assertThat(image.zygotes()).isFalse();
        assertThat(image.knowsLocalhost()).isFalse();
        assertThat(image.setupScript()).isEmpty();
        Sandbox sandbox = create(image);
        assertThat(Ran.argv(sandbox, List.of("who")).out()).isEqualTo("100:101 /sandbox");
        assertThat(Ran.argv(sandbox, List.of("hosts")).out()).startsWith("127.0.0.1\tlocalhost\n");
        assertThat(sandbox.reset()).isTrue();
        assertThat(Ran.argv(sandbox, List.of("/bin/who")).out()).isEqualTo("100:101 /sandbox");
    }

    @Test
    void aProgramThatItLacksFailsToStart() {
        Sandbox sandbox = create(adapt(PYTHON, FOREIGN));

        assertFails(ErrorCode.START_FAILED, () -> Ran.bash(sandbox, "true"), "bash");
        assertFails(ErrorCode.START_FAILED, () -> Ran.argv(sandbox, List.of("python3", "x.py")), "python3");
    }

    @Test
    void itIsMadeOnceAndFoundAgain() {
        ENGINE.importImage("foreign/image:once", files, "ENV x=once");
        DockerImageCatalog images = ENGINE.images();
        RecordingProgress progress = new RecordingProgress();

        SandboxImage first = images.adapt(PYTHON, "foreign/image:once", progress);
        assertThat(progress.lines())
                .containsExactly("Adapting image foreign/image:once (once)", "Adapted image foreign/image:once");
        SandboxImage second = images.adapt(BASH, "foreign/image:once", progress);
        SandboxImage elsewhere = ENGINE.images().adapt(PYTHON, "foreign/image:once", progress);

        assertThat(progress.lines()).hasSize(2);
        assertThat(List.of(second.reference(), elsewhere.reference())).containsOnly(first.reference());
        assertThat(ENGINE.image(first.reference())
                        .at("/Config/Labels/org.isol8.derived-from")
                        .asText())
                .isEqualTo(ENGINE.image("foreign/image:once").path("Id").asText());
        assertThat(adapt(PYTHON, first.reference()).reference())
                .isEqualTo(ENGINE.image(first.reference()).path("Id").asText());
    }

    @Test
    void twoAtOnceMakeItOnce() {
        ENGINE.importImage("foreign/image:both", files, "ENV x=both");
        DockerImageCatalog images = ENGINE.images();
        RecordingProgress progress = new RecordingProgress();
        List<CompletableFuture<SandboxImage>> both = List.of(
                CompletableFuture.supplyAsync(() -> images.adapt(PYTHON, "foreign/image:both", progress)),
                CompletableFuture.supplyAsync(() -> images.adapt(PYTHON, "foreign/image:both", progress)));

        assertThat(both.get(0).join()).isEqualTo(both.get(1).join());
        assertThat(progress.lines()).hasSize(2);
    }

    @Test
    void anotherImageUnderTheSameNameIsAdaptedAnew() {
        ENGINE.importImage("foreign/image:moving", files, "ENV x=1");
        SandboxImage first = adapt(PYTHON, "foreign/image:moving");
        ENGINE.importImage("foreign/image:moving", files, "ENV x=2");

        assertThat(adapt(PYTHON, "foreign/image:moving").reference()).isNotEqualTo(first.reference());
    }

    @Test
    void whatItWouldDoByItselfIsNotDone() throws InterruptedException {
        ENGINE.importImage(
                "foreign/image:busy",
                files,
                "ENTRYPOINT [\"/bin/other\"]",
                "CMD [\"argument\"]",
                "USER somebody",
                "WORKDIR /elsewhere",
                "ENV SECRET=x",
                "HEALTHCHECK --interval=1s CMD [\"/bin/who\"]",
                "ONBUILD COPY nothing /");

        Sandbox sandbox = create(adapt(PYTHON, "foreign/image:busy"));

        assertThat(Ran.argv(sandbox, List.of("who")).out()).isEqualTo("100:101 /sandbox");
        assertThat(ENGINE.api()
                        .get("/containers/" + sandbox.id() + "/json")
                        .at("/Config/Healthcheck/Test")
                        .toString())
                .isEqualTo("[\"NONE\"]");
    }

    @Test
    void volumesAreRefused() {
        ENGINE.importImage("foreign/image:volume", files, "VOLUME /data");
        ENGINE.buildUpon("isol8:python", "upon/python:volume", "VOLUME /data");

        assertFails(ErrorCode.INVALID_REQUEST, () -> adapt(PYTHON, "foreign/image:volume"), "volumes (/data)");
        assertFails(ErrorCode.INVALID_REQUEST, () -> adapt(PYTHON, "upon/python:volume"), "volumes (/data)");
    }

    @Test
    void anImageBuiltUponOneOfOursIsUsedAsItIs() {
        ENGINE.buildUpon("isol8:python", "upon/python:plain", "ENV x=y");
        ENGINE.buildUpon("isol8:python", "upon/python:setup", "LABEL org.isol8.setup=\"echo a > b\"");

        SandboxImage plain = adapt(PYTHON, "upon/python:plain");
        assertThat(plain.reference())
                .isEqualTo(ENGINE.image("upon/python:plain").path("Id").asText());
        assertThat(plain.zygotes()).isTrue();
        assertThat(plain.knowsLocalhost()).isTrue();
        assertThat(plain.setupScript()).isEmpty();
        assertThat(adapt(BASH, "upon/python:plain").zygotes()).isFalse();
        assertThat(adapt(PYTHON, "upon/python:setup").setupScript()).contains("echo a > b");
    }

    @Test
    void oneWhoseSupervisorWouldNotStartIsAdapted() throws InterruptedException {
        ENGINE.buildUpon("isol8:python", "upon/python:user", "USER sandbox");
        ENGINE.buildUpon("isol8:python", "upon/python:entrypoint", "ENTRYPOINT [\"python3\"]");

        for (String name : List.of("upon/python:user", "upon/python:entrypoint")) {
            SandboxImage image = adapt(PYTHON, name);

            assertThat(image.reference()).startsWith("isol8:derived-");
            assertThat(image.zygotes()).isTrue();
            assertThat(image.knowsLocalhost()).isTrue();
            assertThat(Ran.python(create(image), "print('runs')").out()).isEqualTo("runs");
        }
    }

    @Test
    void anImageThatIsNotThereAndCannotBePulled() {
        RecordingProgress progress = new RecordingProgress();

        assertFails(
                ErrorCode.IMAGE_MISSING,
                () -> ENGINE.images().adapt(PYTHON, "nobody/nothing:never", progress),
                "nobody/nothing:never",
                "cannot pull it");
        assertThat(progress.lines()).containsExactly("Pulling image nobody/nothing:never (once)");
        String id = "sha256:" + "0123456789abcdef".repeat(4);
        assertFails(ErrorCode.IMAGE_MISSING, () -> adapt(PYTHON, id), "the Docker engine has no " + id);
    }

    @Test
    void nothingIsLeftOfTheMaking() {
        ENGINE.importImage("foreign/image:left", files, "ENV x=left");

        adapt(PYTHON, "foreign/image:left");

        assertThat(ENGINE.containers()).isEmpty();
    }
}
