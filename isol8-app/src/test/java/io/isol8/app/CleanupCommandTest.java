package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.LocalImage;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.TestClock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CleanupCommandTest {

    private static final LanguageRuntime PYTHON = RuntimeRegistry.builtIn().get("python");

    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(new TestClock());
    private final FakeImageCatalog images = new FakeImageCatalog();
    private InMemoryConsole console = new InMemoryConsole();

    private int cleanup(boolean imagesToo, boolean forced) {
        return new CleanupCommand(console.console(), Map.of()).run(containers, images, imagesToo, forced);
    }

    private int answering(String answer, boolean imagesToo) {
        console = new InMemoryConsole(answer, false);
        return cleanup(imagesToo, false);
    }

    private void makeAContainer() {
        containers.create(SandboxSpec.of(PYTHON, SandboxImage.of("isol8:python"), Isol8Options.defaults()));
    }

    private void makeAnImage() {
        images.add(new LocalImage("my:image", "python", "numpy", Optional.empty()));
    }

    @Test
    void where_nothing_is_nothing_is_asked() {
        assertThat(cleanup(false, false)).isZero();
        assertThat(cleanup(true, false)).isZero();
        assertThat(console.out())
                .isEqualTo("[INFO] No isol8 containers found\n[INFO] No isol8 containers or images found\n");
        assertThat(console.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "yes\n", "Y\n", " yes \n", "y"})
    void who_agrees_gets_what_was_listed(String answer) {
        makeAContainer();
        String id = containers.list().get(0).id();
        makeAnImage();

        assertThat(answering(answer, false)).isZero();

        assertThat(console.out())
                .isEqualTo("Containers:\n  " + id.substring(0, 12) + "  python  Up\n[OK] Removed 1 container(s)\n");
        assertThat(console.err()).isEqualTo("Remove all these containers? [y/N] ");
        assertThat(containers.list()).isEmpty();
        assertThat(images.names()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "n\n", "no\n", "yes please\n", "yy\n", "\ny\n"})
    void everything_else_is_a_no(String answer) {
        makeAContainer();

        assertThat(answering(answer, false)).isZero();

        assertThat(console.out()).endsWith("[INFO] Cleanup cancelled\n").doesNotContain("Removed");
        assertThat(containers.list()).hasSize(1);
    }

    @Test
    void images_go_if_they_are_asked_for() {
        makeAnImage();

        assertThat(answering("y\n", true)).isZero();

        assertThat(console.out())
                .isEqualTo("Images:\n  my:image\n[OK] Removed 0 container(s)\n[OK] Removed 1 image(s)\n");
        assertThat(console.err()).isEqualTo("Remove all these containers and images? [y/N] ");
        assertThat(images.names()).isEmpty();
    }

    @Test
    void who_forces_is_not_asked() {
        makeAContainer();
        makeAnImage();

        assertThat(cleanup(true, true)).isZero();

        assertThat(console.out()).endsWith("[OK] Removed 1 container(s)\n[OK] Removed 1 image(s)\n");
        assertThat(console.err()).isEmpty();
    }
}
