package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeRegistryTest {

    private final RuntimeRegistry registry = RuntimeRegistry.builtIn();

    @ParameterizedTest
    @CsvSource({
        "python, isol8:python, .py, python3 FILE",
        "node, isol8:node, .mjs, node FILE",
        "bun, isol8:bun, .ts, bun run FILE",
        "deno, isol8:deno, .mts, 'deno run --allow-read=/sandbox,/tmp --allow-write=/sandbox,/tmp --allow-env"
                + " --allow-net FILE'",
        "bash, isol8:bash, .sh, bash FILE",
    })
    void builtInRuntimes(String name, String image, String extension, String command) {
        LanguageRuntime runtime = registry.get(name);

        assertThat(runtime.name()).isEqualTo(name);
        assertThat(runtime.image()).isEqualTo(image);
        assertThat(runtime.defaultExtension()).isEqualTo(extension);
        assertThat(String.join(" ", runtime.commandFor("FILE"))).isEqualTo(command);
    }

    @Test
    void listsThemInOrder() {
        assertThat(registry.list())
                .extracting(LanguageRuntime::name)
                .containsExactly("python", "node", "bun", "deno", "bash");
    }

    @ParameterizedTest
    @CsvSource({
        "a.py, python",
        "a.mjs, node",
        "a.js, node",
        "a.cjs, node",
        "a.ts, bun",
        "a.mts, deno",
        "a.sh, bash",
        "/dir.d/a.b.py, python",
        ".py, python",
        "a..sh, bash"
    })
    void detectsTheRuntimeByTheEndOfTheName(String file, String runtime) {
        assertThat(registry.detect(file)).map(LanguageRuntime::name).contains(runtime);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a.PY", "a.Js", "py", "a.", "dir.py/a", "a.py/", "a.py ", "a.tsx"})
    void detectsNothingElse(String file) {
        assertThat(registry.detect(file)).isEmpty();
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        Failures.assertInvalid(
                "Unknown runtime: \"ruby\". Available: python, node, bun, deno, bash", () -> registry.get("ruby"));
        Failures.assertInvalid(
                "Unknown runtime: \"Python\". Available: python, node, bun, deno, bash", () -> registry.get("Python"));
        Failures.assertInvalid(
                "Unknown runtime: \"a?[31mb\". Available: python, node, bun, deno, bash",
                () -> registry.get("a\u001b[31mb"));
    }

    @Test
    void refusesRuntimesThatContradictEachOther() {
        LanguageRuntime lua = new LanguageRuntime("lua", "isol8:lua", List.of(".lua"), List.of("lua", "{file}"));
        LanguageRuntime same = new LanguageRuntime("lua", "other:lua", List.of(".l"), List.of("lua", "{file}"));
        LanguageRuntime thief = new LanguageRuntime("thief", "isol8:thief", List.of(".lua"), List.of("x", "{file}"));

        Failures.assertInvalid("Runtime \"lua\" is defined twice.", () -> new RuntimeRegistry(List.of(lua, same)));
        Failures.assertInvalid(
                "Extension \".lua\" belongs to two runtimes.", () -> new RuntimeRegistry(List.of(lua, thief)));
    }
}
