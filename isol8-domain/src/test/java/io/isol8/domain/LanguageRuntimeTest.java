package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageRuntimeTest {

    @Test
    void theFileStandsWhereverTheCommandSaysSo() {
        LanguageRuntime runtime =
                new LanguageRuntime("x", "isol8:x", List.of(".x", ".y"), List.of("x", "{file}", "--out", "{file}"));

        assertThat(runtime.commandFor("/sandbox/a {file}.x"))
                .containsExactly("x", "/sandbox/a {file}.x", "--out", "/sandbox/a {file}.x");
        assertThat(runtime.defaultExtension()).isEqualTo(".x");
    }

    @Test
    void needsAnExtensionAndAPlaceForTheFile() {
        Failures.assertInvalid(
                "Runtime \"x\" needs at least one extension.",
                () -> new LanguageRuntime("x", "isol8:x", List.of(), List.of("x", "{file}")));
        Failures.assertInvalid(
                "The command of runtime \"x\" must contain {file}.",
                () -> new LanguageRuntime("x", "isol8:x", List.of(".x"), List.of("x")));
    }

    @Test
    void doesNotChangeWithTheListsItWasMadeOf() {
        List<String> command = new ArrayList<>(List.of("x", "{file}"));
        LanguageRuntime runtime = new LanguageRuntime("x", "isol8:x", List.of(".x"), command);
        command.set(0, "evil");

        assertThat(runtime.command()).containsExactly("x", "{file}");
    }
}
