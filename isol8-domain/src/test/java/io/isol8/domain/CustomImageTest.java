package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomImageTest {

    private static CustomImage image(String runtime, List<String> packages, String setup) {
        return new CustomImage("my:image", runtime, packages, Optional.of(setup));
    }

    private static CustomImage tagged(String tag) {
        return new CustomImage(tag, "python", List.of(), Optional.empty());
    }

    /** The figures are of sha256sum. */
    @Test
    void theHashIsOverRuntimePackagesAndScript() {
        assertThat(image("python", List.of("pandas", "numpy==2.0", "pandas"), "")
                        .dependenciesHash())
                .isEqualTo("6752e8e57ba445c477d4b8ad0e8bfc837249b08b08f4ffdb258c9c70c354c344");
        assertThat(image("bash", List.of(), "echo hello\n").dependenciesHash())
                .isEqualTo("8542c77556f6f433f6ae68779d49800ea218d7a51a2d377a23027a21344634b2");
    }

    @Test
    void theTagIsNotPartOfTheHash() {
        assertThat(tagged("one").dependenciesHash()).isEqualTo(tagged("other").dependenciesHash());
    }

    @Test
    void aBlankScriptIsNone() {
        assertThat(image("python", List.of("a"), " \n"))
                .isEqualTo(new CustomImage("my:image", "python", List.of("a"), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "my-image, my-image:latest",
        "my-image:1.0, my-image:1.0",
        "isol8:data, isol8:data",
        "team/data_science:x, team/data_science:x",
        "localhost:5000/team/data, localhost:5000/team/data:latest",
    })
    void aTagIsCompleted(String given, String complete) {
        assertThat(tagged(given).tag()).isEqualTo(complete);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-x",
                "Big",
                "a:",
                "a b",
                "a:-b",
                "a//b",
                "a@sha256:0",
                "a\nRUN x",
                "--tag",
                "../a",
                "a:b:c",
                "$(x)"
            })
    void whatCannotBeATag(String tag) {
        assertThatThrownBy(() -> tagged(tag))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage("Invalid image tag: \"" + tag.replace('\n', '?')
                        + "\". Use a name such as \"my-image:latest\".");
    }

    @ParameterizedTest
    @CsvSource({
        "docker.io/library/a, a:latest",
        "docker.io/a:1, a:1",
        "index.docker.io/a/b:1, a/b:1",
        "library/a, a:latest",
        "library/a/b, library/a/b:latest",
        "example.org/library/a:1, example.org/library/a:1"
    })
    void aTagIsWrittenAsDockerItselfWritesIt(String tag, String written) {
        assertThat(tagged(tag).tag()).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker.io/library/isol8:python",
                "docker.io/isol8:bash",
                "index.docker.io/library/isol8:bun",
                "library/isol8:node",
                "docker.io/library/isol8-base:trixie"
            })
    void norAreTheyByAnotherSpelling(String tag) {
        assertThatThrownBy(() -> tagged(tag))
                .isInstanceOf(Isol8Exception.class)
                .hasMessageEndingWith("\" is the name of an image that isol8 itself makes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"isol8:python", "isol8:bash", "isol8:derived-0123456789ab", "isol8-base:trixie"})
    void isol8sOwnImagesAreNotOverwritten(String tag) {
        assertThatThrownBy(() -> tagged(tag))
                .hasMessage("Invalid image tag: \"" + tag + "\" is the name of an image that isol8 itself makes.");
    }

    @Test
    void aRuntimeThatThereIsNot() {
        assertThatThrownBy(() -> image("perl", List.of(), ""))
                .hasMessage("Invalid runtime: perl. Expected one of: python, node, bun, deno, bash");
    }

    @Test
    void aScriptHasABoundAndNoNul() {
        assertThat(image("bash", List.of(), "#".repeat(65_536)).setupScript()).isPresent();
        assertThatThrownBy(() -> image("bash", List.of(), "#".repeat(65_537)))
                .hasMessage("A setup script must have at most 65536 bytes, not 65537.");
        assertThatThrownBy(() -> image("bash", List.of(), "a\0b"))
                .hasMessage("A setup script must not contain a NUL character.");
    }

    @Test
    void aPackageIsCheckedByTheRulesOfItsRuntime() {
        assertThat(image("deno", List.of("npm:x"), "").packages()).containsExactly("npm:x");
        assertThatThrownBy(() -> image("node", List.of("npm:x"), "")).hasMessageStartingWith("Invalid package name: ");
    }
}
