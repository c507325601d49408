package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageInstallTest {

    private static final List<String> TWO = List.of("a", "b");

    private static PackageInstall of(String runtime) {
        return RuntimeRegistry.builtIn().get(runtime).install().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            python | pip install --user --no-cache-dir --break-system-packages --disable-pip-version-check --no-input --progress-bar=off -- a b
            node   | npm install --prefix /sandbox --no-audit --no-fund --no-update-notifier -- a b
            bun    | bun install -g --no-progress a b
            bash   | bash /sandbox/.isol8-install/debian.sh a b
            """)
    void thePackagesFollowTheCommand(String runtime, String command) {
        assertThat(of(runtime).commandsFor(TWO)).containsExactly(List.of(command.split(" ")));
    }

    @Test
    void denoHasAProcessForEachPackage() {
        assertThat(of("deno").commandsFor(List.of("npm:a", "jsr:@b/c")))
                .containsExactly(List.of("deno", "cache", "npm:a"), List.of("deno", "cache", "jsr:@b/c"));
    }

    @Test
    void aNameIsNeverAPlaceForAnother() {
        assertThat(PackageInstall.by(List.of("get", "{package}")).commandsFor(List.of("{package}", "{script}")))
                .containsExactly(List.of("get", "{package}"), List.of("get", "{script}"));
    }

    @Test
    void nothingIsPutElsewhereThanIntoTheSandbox() {
        for (LanguageRuntime runtime : RuntimeRegistry.builtIn().list()) {
            PackageInstall install = runtime.install().orElseThrow();
            assertThat(install.env().values())
                    .filteredOn(value -> value.startsWith("/"))
                    .allMatch(path -> path.startsWith("/sandbox/"));
        }
    }

    @Test
    void bunAndBashTellProgramsWhereToLook() {
        assertThat(of("bun").found())
                .containsEntry(
                        "NODE_PATH", SandboxEnvironment.base().get("NODE_PATH") + ":/sandbox/.bun-global/node_modules");
        assertThat(of("bash").found().get("PATH"))
                .startsWith(SandboxEnvironment.base().get("PATH") + ":");
        assertThat(of("bash").found()).containsKey("LD_LIBRARY_PATH");
        assertThat(of("python").found()).isEmpty();
    }
}
