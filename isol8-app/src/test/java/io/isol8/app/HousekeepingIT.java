package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code isol8 list-custom} and {@code isol8 cleanup} (spec 26.16, 26.18), on an engine that nobody else uses. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HousekeepingIT {

    private static SpareDocker engine;

    @BeforeAll
    static void start() {
        engine = SpareDocker.start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static void assertSays(Cli command, int exitCode, String out, String err) {
        CliResult result = command.run();
        assertThat(result.out()).isEqualTo(out);
        assertThat(result.err()).isEqualTo(err);
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    private static String leaveAContainer() {
        return engine.docker("create", "--label", "isol8.managed=true", "--label", "isol8.runtime=bash", "isol8:bash");
    }

    @Test
    @Order(1)
    void without_custom_images_there_are_none_to_list() {
        assertSays(engine.isol8("list-custom"), 0, "[INFO] No custom isol8 images found.\n", "");
    }

    @Test
    @Order(2)
    void custom_images_are_listed_with_what_is_in_them() {
        String container = engine.docker("create", "isol8:bash");
        engine.docker("commit", container, "team/plain:1");
        engine.docker(
                "commit",
                "-c",
                "LABEL org.isol8.dependencies=cowsay,sl",
                "-c",
                "LABEL org.isol8.setup=\"echo one; echo two\"",
                container,
                "isol8:fun");
        engine.docker("rm", container);

        assertSays(engine.isol8("list-custom"), 0, """
                isol8:fun
                  Runtime: bash
                  Packages: cowsay,sl
                  Setup: echo one; echo two
                team/plain:1
                  Runtime: bash
                  Packages: (none)
                """, "");
    }

    @Test
    @Order(3)
    void without_containers_there_is_nothing_to_remove() {
        assertSays(engine.isol8("cleanup"), 0, "[INFO] No isol8 containers found\n", "");
    }

    @Test
    @Order(4)
    void containers_are_removed_by_who_says_yes() {
        String id = leaveAContainer();
        String listed = "Containers:\n  " + id.substring(0, 12) + "  bash  Created\n";
        String question = "Remove all these containers? [y/N] ";

        assertSays(engine.isol8("cleanup").stdin("no\n"), 0, listed + "[INFO] Cleanup cancelled\n", question);
        assertSays(engine.isol8("cleanup"), 0, listed + "[INFO] Cleanup cancelled\n", question);
        assertThat(engine.docker("ps", "-aq", "--no-trunc")).isEqualTo(id);
        assertSays(engine.isol8("cleanup").stdin("y\n"), 0, listed + "[OK] Removed 1 container(s)\n", question);
        assertThat(engine.docker("ps", "-aq")).isEmpty();
    }

    @Test
    @Order(5)
    void what_cannot_be_removed_is_told_and_fails() {
        String user = engine.docker("run", "-d", "--entrypoint", "sleep", "isol8:bash", "1000");
        try {
            CliResult result = engine.isol8("cleanup", "--force", "--images").run();

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out()).endsWith("[OK] Removed 0 container(s)\n[OK] Removed 2 image(s)\n");
            assertThat(result.err()).startsWith("[ERR] isol8:bash: ").hasLineCount(1);
        } finally {
            engine.docker("rm", "-f", user);
        }
    }

    @Test
    @Order(6)
    void images_go_if_they_are_asked_for() {
        leaveAContainer();

        CliResult result = engine.isol8("cleanup", "--force", "--images").run();

        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("Images:\n  isol8:bash\n")
                .endsWith("[OK] Removed 1 container(s)\n[OK] Removed 1 image(s)\n");
        assertThat(engine.docker("images", "-q")).isEmpty();
        assertSays(engine.isol8("cleanup", "--images"), 0, "[INFO] No isol8 containers or images found\n", "");
    }

    @Test
    void without_an_engine_it_is_one_line() {
        for (String command : new String[] {"cleanup", "list-custom"}) {
            CliResult result = Cli.isol8(command)
                    .env("DOCKER_HOST", "unix:///nowhere.sock")
                    .run();
            assertThat(result.err())
                    .startsWith("[ERR] Docker is not running or not installed.")
                    .hasLineCount(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.exitCode()).isEqualTo(1);
        }
    }
}
