package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code isol8 setup} (spec 26.14). */
final class SetupIT {

    /** Docker may have forgotten the steps of earlier builds. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final String RUNTIMES = """
            [OK] python: Up to date
            [OK] node: Up to date
            [OK] bun: Up to date
            [OK] deno: Up to date
            [OK] bash: Up to date
            """;

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    @RegisterExtension
    final LocalImages images = new LocalImages();

    @TempDir
    Path directory;

    private CliResult setup(String config) throws IOException {
        Path file = Files.writeString(directory.resolve("c.json"), config);
        return engine.isol8("setup", "--config", file.toString()).run();
    }

    @Test
    void images_that_are_there_are_left_alone() {
        CliResult result = engine.isol8("setup").run();

        assertThat(result.out()).isEqualTo(RUNTIMES + "[DONE] Setup complete!\n");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void who_forces_it_has_everything_built() {
        CliResult result = engine.isol8("setup", "--force").start().result(PATIENCE);

        assertThat(result.out()).isEqualTo(RUNTIMES.replace(": Up to date", "") + "[DONE] Setup complete!\n");
        assertThat(result.err()).contains("[INFO] Building image isol8:bash (once)\n[INFO] Built image isol8:bash\n");
        assertThat(result.exitCode()).isZero();
        assertThat(engine.isol8("setup").run().out()).startsWith(RUNTIMES);
    }

    @Test
    void images_of_the_configuration_are_built_when_they_or_what_is_in_them_are_new() throws IOException {
        String tag = images.tag("prebuilt");
        String config = "{\"prebuiltImages\": [{\"tag\": \"" + tag
                + "\", \"runtime\": \"bash\", \"installPackages\": [], \"setupScript\": \"touch one\"}]}";

        CliResult first = setup(config);
        assertThat(first.out()).isEqualTo(RUNTIMES + "[OK] " + tag + "\n[DONE] Setup complete!\n");
        assertThat(first.err()).isEqualTo("[INFO] Building image " + tag + "\n[INFO] Built image " + tag + "\n");

        assertThat(setup(config).out()).isEqualTo(RUNTIMES + "[OK] " + tag + ": Up to date\n[DONE] Setup complete!\n");

        assertThat(setup(config.replace("touch one", "touch two")).out()).contains("[OK] " + tag + "\n");
        assertThat(images.label(tag, "org.isol8.setup")).isEqualTo("touch two");
    }

    @Test
    void a_configuration_that_makes_no_sense_is_refused_before_anything_is_built() throws IOException {
        CliResult result = setup("""
                {"prebuiltImages": [{"tag": "a", "runtime": "node", "installPackages": ["npm:x"]}]}
                """);

        assertThat(result.err())
                .isEqualTo("[ERR] " + directory.resolve("c.json") + ": prebuiltImages[0]: Invalid package name:"
                        + " \"npm:x\". Only alphanumeric, -, _, ., /, @, and = are allowed.\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void without_an_engine_it_is_one_line() {
        CliResult result =
                Cli.isol8("setup").env("DOCKER_HOST", "unix:///nowhere.sock").run();

        assertThat(result.err())
                .startsWith("[ERR] Docker is not running or not installed.")
                .hasLineCount(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }
}
