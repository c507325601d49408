package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.isol8.domain.CustomImage;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.Packages;
import io.isol8.domain.RandomIds;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.testkit.RecordingProgress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom images (spec 24.2 to 24.8). */
@Timeout(300)
class CustomImageIT {

    /** Whatever could end a quotation, a line or a document, and become an instruction. */
    private static final String HOSTILE = """
            # escape=`
            cat > "out file" <<'EOF' \\
            RUN touch /pwned
            EOF
            LABEL org.isol8.runtime="deno" org.isol8.dependencies=pwned
            RUN touch /pwned
            ENTRYPOINT ["touch", "/pwned"]
            USER sandbox
            EOF
            echo '"' "'" \\" $HOME ${HOME} \\$HOME $(echo sub) `echo tick` \\\\ %s \t end\\
             goes on
            : "]} \\n
            COPY . / "\r
            """;

    private static final String REPOSITORY = "isol8-it/" + RandomIds.next() + "/";
    private static final DockerContainerRuntime RUNTIME =
            new DockerContainerRuntime(TestDocker.API, TestDocker.config("custom-image"));
    private static final PackageIndex INDEX = PackageIndex.start();
    private static final DockerImageCatalog IMAGES = catalog();

    private final List<String> tags = new ArrayList<>();
    private final RecordingProgress progress = new RecordingProgress();

    private static DockerImageCatalog catalog() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(INDEX.environment());
        return new DockerImageCatalog(TestDocker.API, TestDocker.ENDPOINT, environment);
    }

    @AfterAll
    static void stop() {
        INDEX.close();
    }

    @AfterEach
    void leaveNothing() {
        RUNTIME.destroyAll();
        for (String tag : tags) {
            try {
                TestDocker.API.delete("/images/" + tag + "?force=true");
            } catch (Isol8Exception e) {
                assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_MISSING);
            }
        }
    }

    private CustomImage image(String name, String runtime, List<String> packages, String setup) {
        CustomImage image = new CustomImage(
                REPOSITORY + name, runtime, packages, setup.isEmpty() ? Optional.empty() : Optional.of(setup));
        tags.add(image.tag());
        return image;
    }

    private boolean build(CustomImage image) {
        return IMAGES.build(image, false, progress);
    }

    private static JsonNode inspect(CustomImage image) {
        return TestDocker.API.get("/images/" + image.tag() + "/json");
    }

    private static String label(CustomImage image, String name) {
        return inspect(image).at("/Config/Labels").path(name).asText("");
    }

    private static LanguageRuntime language(String name) {
        return RuntimeRegistry.builtIn().get(name);
    }

    private static Sandbox sandbox(String runtime, SandboxImage image) {
        return RUNTIME.create(SandboxSpec.of(language(runtime), image, Isol8Options.defaults()));
    }

    /** What a program prints in a sandbox of the image, after the image's own script. */
    private static String run(CustomImage image, String code) throws InterruptedException {
        LanguageRuntime runtime = language(image.runtime());
        SandboxImage adapted = IMAGES.adapt(runtime, image.tag(), line -> {});
        Sandbox sandbox = sandbox(image.runtime(), adapted);
        if (adapted.setupScript().isPresent()) {
            Ran setup = Ran.bash(sandbox, adapted.setupScript().get());
            assertThat(setup.exit().status()).as(setup.toString()).isZero();
        }
        sandbox.files().write(runtime.defaultFile(), SandboxFiles.READABLE, code.getBytes(StandardCharsets.UTF_8));
        Ran ran = Ran.argv(sandbox, runtime.commandFor(runtime.defaultFile()));
        assertThat(ran.exit().status()).as(ran.toString()).isZero();
        return ran.out();
    }

    private static List<String> images(String filter) {
        return StreamSupport.stream(
                        TestDocker.API
                                .get("/images/json" + DockerApi.query(Map.of("all", "1", "filters", filter)))
                                .spliterator(),
                        false)
                .map(image -> image.path("Id").asText())
                .toList();
    }

    private static List<String> buildContainers() {
        JsonNode list = TestDocker.API.get(
                "/containers/json" + DockerApi.query(Map.of("all", "1", "filters", "{\"name\":[\"isol8-build-\"]}")));
        return StreamSupport.stream(list.spliterator(), false)
                .filter(container -> container.path("Command").asText().contains(PackageIndex.STUCK)
                        || container.path("Command").asText().contains("tiny-"))
                .map(container -> container.path("Id").asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            python | tiny-one==1.0   | import tiny_one; print(tiny_one.VERSION)                              | 1.0
            node   | left-pad@1.3.0  | import pad from "left-pad"; console.log(pad(1, 3, 0))                 | 001
            bun    | left-pad@1.3.0  | import pad from "left-pad"; console.log(pad(1, 3, 0))                 | 001
            deno   | npm:left-pad@1.3.0 | import pad from "npm:left-pad@1.3.0"; console.log(pad(1, 3, 0))    | 001
            bash   | bc              | bc <<< 6*7                                                            | 42
            """)
    void aProgramFindsThePackages(String runtime, String name, String code, String output) throws InterruptedException {
        CustomImage image = image("has-" + runtime, runtime, List.of(name), "");

        assertThat(build(image)).isTrue();

        assertThat(run(image, code).strip()).isEqualTo(output);
        assertThat(progress.lines()).startsWith("Building image " + image.tag()).endsWith("Built image " + image.tag());
        assertThat(label(image, "org.isol8.runtime")).isEqualTo(runtime);
        assertThat(label(image, "org.isol8.dependencies")).isEqualTo(name);
        assertThat(label(image, "org.isol8.deps.hash")).isEqualTo(image.dependenciesHash());
        assertThat(label(image, "org.isol8.setup")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "tiny-one, tiny-one"})
    void aScriptIsALabelAndNothingElse(String packages, String dependencies) throws InterruptedException {
        List<String> names = packages.isEmpty() ? List.of() : List.of(packages);
        CustomImage image = image("hostile", "python", names, HOSTILE);

        build(image);

        assertThat(label(image, "org.isol8.setup")).isEqualTo(HOSTILE);
        assertThat(label(image, "org.isol8.runtime")).isEqualTo("python");
        assertThat(label(image, "org.isol8.dependencies")).isEqualTo(dependencies);
        assertThat(inspect(image).at("/Config/Entrypoint").toString())
                .isEqualTo("[\"/usr/local/libexec/isol8-supervisor\"]");
        assertThat(inspect(image).at("/Config/User").asText()).isEqualTo("0:0");
        Sandbox sandbox = sandbox("python", IMAGES.adapt(language("python"), image.tag(), line -> {}));
        assertThat(Ran.bash(sandbox, "ls -d /pwned /isol8-build; ls -A /sandbox")
                        .out())
                .isEmpty();
    }

    @Test
    void aScriptWithQuotesAndDocumentsRunsAsItIs() throws InterruptedException {
        CustomImage image = image("quoting", "bash", List.of(), """
                cat > 'a file' <<'EOF'
                "$HOME" \\ 'x'
                RUN touch /pwned
                EOF
                """);
        build(image);

        assertThat(run(image, "cat 'a file'")).isEqualTo("\"$HOME\" \\ 'x'\nRUN touch /pwned");
    }

    @Test
    void itIsBuiltOnceAndAgainWhenItsContentsChange() {
        CustomImage first = image("changing", "bash", List.of(), "echo 1");
        assertThat(build(first)).isTrue();
        String id = inspect(first).path("Id").asText();
        int lines = progress.lines().size();

        assertThat(build(first)).isFalse();
        assertThat(inspect(first).path("Id").asText()).isEqualTo(id);
        assertThat(progress.lines()).hasSize(lines);

        assertThat(build(image("changing", "bash", List.of(), "echo 2"))).isTrue();
        assertThat(label(first, "org.isol8.setup")).isEqualTo("echo 2");
        assertThat(images("{}")).doesNotContain(id);

        assertThat(build(image("changing", "python", List.of(), "echo 2"))).isTrue();
        assertThat(label(first, "org.isol8.runtime")).isEqualTo("python");
    }

    @Test
    void whoWantsItBuiltAnewGetsIt() {
        CustomImage image = image("forced", "bash", List.of(), "echo 1");
        build(image);
        String id = inspect(image).path("Id").asText();

        assertThat(IMAGES.build(image, true, progress)).isTrue();

        assertThat(inspect(image).path("Id").asText()).isNotEqualTo(id);
        assertThat(images("{}")).doesNotContain(id);
    }

    @Test
    void oneOfAnEarlierBaseIsBuiltAgain() {
        CustomImage image = image("outdated", "bash", List.of(), "echo 1");
        build(image);
        makeOutdated(image);

        assertThat(build(image)).isTrue();

        assertThat(label(image, "org.isol8.build.hash")).isEqualTo(BuildContext.packagedHash());
    }

    /** It is then as isol8 of another version would have made it. */
    private static void makeOutdated(CustomImage image) {
        String container = TestDocker.API
                .post(
                        "/containers/create",
                        JsonNodeFactory.instance.objectNode().put("Image", image.tag()))
                .path("Id")
                .asText();
        int colon = image.tag().lastIndexOf(':');
        TestDocker.API.post(
                "/commit"
                        + DockerApi.query(Map.of(
                                "container",
                                container,
                                "repo",
                                image.tag().substring(0, colon),
                                "tag",
                                image.tag().substring(colon + 1),
                                "changes",
                                "LABEL org.isol8.build.hash=of-yesterday")),
                JsonNodeFactory.instance.objectNode());
        TestDocker.remove(container);
    }

    @Test
    void oneOfAnEarlierBaseGetsTodaysSupervisorWhenItIsUsed() throws InterruptedException {
        CustomImage image = image("outdated-and-used", "bash", List.of(), "echo 1");
        build(image);
        makeOutdated(image);

        SandboxImage adapted = IMAGES.adapt(language("bash"), image.tag(), line -> {});
        tags.add(0, adapted.reference());

        assertThat(adapted.reference()).startsWith("isol8:derived-");
        assertThat(adapted.setupScript()).contains("echo 1");
        assertThat(Ran.bash(sandbox("bash", adapted), "echo runs").out()).isEqualTo("runs");
    }

    @Test
    void aReplacedImageThatIsInUseStays() throws InterruptedException {
        CustomImage image = image("in-use", "bash", List.of(), "echo 1");
        build(image);
        String id = inspect(image).path("Id").asText();
        Sandbox user = sandbox("bash", IMAGES.adapt(language("bash"), image.tag(), line -> {}));

        assertThat(build(image("in-use", "bash", List.of(), "echo 2"))).isTrue();

        assertThat(Ran.bash(user, "echo alive").out()).isEqualTo("alive");
        assertThat(images("{}")).contains(id);
        user.close();
        TestDocker.API.delete("/images/" + id);
    }

    @Test
    void aPackageThatThereIsNotLeavesEverythingAsItWas() {
        CustomImage before = image("failing", "python", List.of("tiny-one"), "");
        build(before);
        String id = inspect(before).path("Id").asText();
        CustomImage failing = image("failing", "python", List.of("tiny-one", "no-such-package"), "");

        assertThatThrownBy(() -> build(failing))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IMAGE_BUILD_FAILED))
                .hasMessageStartingWith("Building " + before.tag() + " failed: the packages could not be installed.")
                .hasMessageContaining("no-such-package");

        assertThat(inspect(before).path("Id").asText()).isEqualTo(id);
        String label = Labels.DEPENDENCIES + "=" + Packages.join(failing.packages());
        assertThat(images("{\"label\":[\"" + label + "\"]}")).isEmpty();
        assertThat(buildContainers()).isEmpty();
    }

    @Test
    void whoIsInterruptedLeavesNothing() throws InterruptedException {
        CustomImage image = image("interrupted", "python", List.of(PackageIndex.STUCK), "");
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread builder = new Thread(() -> {
            try {
                build(image);
                failure.complete(new AssertionError("it was built"));
            } catch (Isol8Exception e) {
                failure.complete(e);
            }
        });
        builder.start();
        INDEX.awaitAsked();
        assertThat(buildContainers()).hasSize(1);

        builder.interrupt();

        assertThat(failure.join())
                .isInstanceOfSatisfying(
                        Isol8Exception.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        await().atMost(TestDocker.PATIENCE)
                .untilAsserted(() -> assertThat(buildContainers()).isEmpty());
        assertThatThrownBy(() -> inspect(image)).hasMessageStartingWith("Image missing");
    }

    @Test
    void nothingOfTheBuildStaysInTheImage() throws InterruptedException {
        CustomImage image = image("clean", "python", List.of("tiny-one"), "");
        build(image);

        assertThat(inspect(image).toString()).doesNotContain("pass'word", "PIP_", "CA_CERTS");
        assertThat(run(image, """
                import os, subprocess
                for path in ['/isol8-build', '/root/.cache']:
                    print(path, os.path.exists(path))
                print(os.listdir('/tmp'), os.listdir('/var/tmp'))
                print(subprocess.run(['find', '/', '-xdev', '-perm', '/6000', '-type', 'f'], capture_output=True).stdout)
                """)).isEqualTo("/isol8-build False\n/root/.cache False\n[] []\nb''");
    }

    @Test
    void theImageThatHasExactlyThePackagesIsPreferredToOneThatHasMore() {
        CustomImage more = image("a-more", "python", List.of("tiny-one==1.0", "tiny-two"), "");
        CustomImage exact = image("b-exact", "python", List.of("tiny-one==1.0"), "echo exact");
        build(more);
        build(exact);

        assertThat(having("python", "tiny-one==1.0").orElseThrow().setupScript())
                .contains("echo exact");
        assertThat(having("python", "tiny-two").orElseThrow().dependencies()).isEqualTo("tiny-one==1.0,tiny-two");
        assertThat(having("python", "tiny-one==1.0", "tiny-two").orElseThrow().zygotes())
                .isTrue();
        assertThat(having("python", "tiny-one")).isEmpty();
        assertThat(having("python", "tiny-one==1")).isEmpty();
        assertThat(having("python", "tiny-one==1.0", "tiny-three")).isEmpty();
        assertThat(having("node", "tiny-two")).isEmpty();
    }

    private static Optional<SandboxImage> having(String runtime, String... packages) {
        return IMAGES.having(language(runtime), List.of(packages), tag -> true, line -> {});
    }

    @Test
    void itIsListed() {
        CustomImage image = image("listed", "bash", List.of(), "echo 1\necho 2");
        build(image);

        assertThat(IMAGES.custom())
                .anySatisfy(listed -> {
                    assertThat(listed.tag()).isEqualTo(image.tag());
                    assertThat(listed.runtime()).isEqualTo("bash");
                    assertThat(listed.dependencies()).isEmpty();
                    assertThat(listed.setupScript()).contains("echo 1\necho 2");
                })
                .noneSatisfy(listed -> assertThat(listed.tag()).isEqualTo("isol8:bash"));
    }

    /** As the contents are, so are the images: what ought not to matter does not. */
    @Test
    void orderAndRepetitionOfPackagesDoNotMatter() {
        assertThat(build(image("ordered", "python", List.of("tiny-two", "tiny-one"), "")))
                .isTrue();
        assertThat(build(image("ordered", "python", List.of("tiny-one", "tiny-two", "tiny-one"), "")))
                .isFalse();
    }
}
