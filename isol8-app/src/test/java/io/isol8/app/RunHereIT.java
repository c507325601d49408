package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code isol8 run} on the local engine. */
final class RunHereIT extends RunContract {

    @RegisterExtension
    final EngineWatch engine = new EngineWatch();

    private static final LoopbackSite SITE = LoopbackSite.open();

    @TempDir
    private Path directory;

    @AfterAll
    static void close() {
        SITE.close();
    }

    @Override
    Cli run(String... arguments) {
        return engine.isol8(
                Stream.concat(Stream.of("run"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Override
    LoopbackSite site() {
        return SITE;
    }

    @Override
    Cli runBesideSite(String... arguments) throws IOException {
        Path config = Files.writeString(directory.resolve("c.json"), "{" + SITE.section() + "}");
        return run(Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new));
    }

    @Override
    String failed(String what) {
        return what;
    }

    @Test
    void packages_open_a_network_for_their_installation_alone() throws IOException {
        Files.createDirectories(directory.resolve("in/empty"));
        Files.writeString(directory.resolve("in/empty/package.json"), "{\"name\": \"empty\", \"version\": \"1.0.0\"}");
        String[] program = {
            "-r",
            "node",
            "-e",
            "console.log((await fetch('" + SITE.url("/a") + "').catch(() => ({status: 0}))).status)",
            "--files",
            directory.resolve("in").toString(),
            "--install",
            "./empty"
        };

        assertThat(runBesideSite(program).run().out()).isEqualTo("0\n");
        assertThat(runBesideSite(Stream.concat(Stream.of(program), Stream.of("--allow", "^127\\."))
                                .toArray(String[]::new))
                        .run()
                        .out())
                .isEqualTo("200\n");
        assertThat(runBesideSite(Stream.concat(Stream.of(program), Stream.of("--net", "filtered"))
                                .toArray(String[]::new))
                        .run()
                        .out())
                .isEqualTo("200\n");
    }

    @Test
    void a_language_of_ones_own_installs_packages_as_its_entry_says() throws IOException {
        Path config = Files.writeString(directory.resolve("c.json"), """
                {"runtimes": {"greeter": {
                  "image": "isol8:bash", "extensions": [".greet"], "command": ["bash", "{file}"],
                  "install": ["bash", "-c", "for name; do echo echo hello $name > $name.sh; done", "install"]}}}
                """);

        CliResult result = run(
                        "-r", "greeter", "-e", ". ./a.sh; . ./b.sh", "--install", "a,b", "--config", config.toString())
                .run();

        assertThat(result.out()).isEqualTo("hello a\nhello b\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void a_session_of_its_own_ends_with_the_run() {
        CliResult result = run("--persistent", "--cmd", "echo 1").run();
        assertThat(result.out()).isEqualTo("1\n");
        assertThat(result.err()).isEmpty();
        assertThat(engine.proxy().created()).hasSize(1);
        assertThat(engine.proxy().left()).isEmpty();
    }

    @Test
    void a_sandbox_that_is_to_stay_stays_and_is_named() throws Exception {
        CliResult result = run("--persist", "--cmd", "echo 1 > /sandbox/a").run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.err()).matches("\\[INFO\\] The sandbox stays: container [0-9a-f]{64}\n");
        String container = result.err().strip().replaceFirst(".* ", "");
        assertThat(Commands.docker("exec", container, "cat", "/sandbox/a")).isEqualTo("1");
        assertThat(Commands.docker("rm", "-f", container)).isEqualTo(container);
    }

    @Test
    void nothing_is_loaded_that_asks_a_server() throws IOException {
        Path log = directory.resolve("classes.log");
        CliResult result = run("-e", "print(1)")
                .env("ISOL8_JAVA_OPTS", "-Xlog:class+load:file=" + log)
                .run();

        assertThat(result.out()).isEqualTo("1\n");
        List<String> classes = Files.readAllLines(log);
        assertThat(classes).anyMatch(line -> line.contains(" io.isol8.docker."));
        assertThat(classes)
                .noneMatch(line -> line.contains(" okhttp3.")
                        || line.contains(" okio.")
                        || line.contains(" kotlin.")
                        || line.contains(" io.isol8.client.")
                        || line.contains(" io.isol8.wire."));
    }
}
