package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.config.Isol8Config;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.Journal;
import io.isol8.wire.ConfigJson;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SetupCommandTest {

    private static final Isol8Config CONFIG = ConfigJson.read("""
            {"prebuiltImages": [{"tag": "my/data", "runtime": "python", "installPackages": ["numpy"]}]}
            """, warning -> {});

    private final Journal journal = new Journal();
    private final FakeImageCatalog images = new FakeImageCatalog(journal);
    private final InMemoryConsole console = new InMemoryConsole();

    private int setup(boolean anew) {
        return setup(CONFIG, anew);
    }

    private int setup(Isol8Config config, boolean anew) {
        return new SetupCommand(console.console(), Map.of(), new ConfigFiles(console.console(), Map.of()))
                .run(images, config, anew);
    }

    @Test
    void everything_is_built_the_runtimes_first() {
        assertThat(setup(false)).isZero();

        assertThat(journal.entries())
                .containsExactly(
                        "build isol8:python",
                        "build isol8:node",
                        "build isol8:bun",
                        "build isol8:deno",
                        "build isol8:bash",
                        "build my/data:latest");
        assertThat(console.out()).isEqualTo("""
                [OK] python
                [OK] node
                [OK] bun
                [OK] deno
                [OK] bash
                [OK] my/data:latest
                [DONE] Setup complete!
                """);
    }

    @Test
    void a_second_time_there_is_nothing_to_do() {
        setup(false);
        int before = journal.entries().size();

        setup(false);

        assertThat(journal.entries()).hasSize(before);
        assertThat(console.out())
                .contains("[OK] bash: Up to date\n[OK] my/data:latest: Up to date\n[DONE] Setup complete!\n");
    }

    @Test
    void who_forces_it_gets_everything_anew() {
        setup(false);

        setup(true);

        assertThat(journal.entries()).hasSize(12);
        assertThat(console.out()).doesNotContain("Up to date");
    }

    @Test
    void an_image_that_cannot_be_is_told_before_anything_is_built() {
        Isol8Config config = ConfigJson.read("""
                {"runtimes": {"ruby": {"image": "ruby:3", "extensions": [".rb"], "command": ["ruby", "{file}"]}},
                 "prebuiltImages": [{"tag": "my/gems", "runtime": "ruby", "installPackages": ["rake"]}]}
                """, warning -> {});

        assertThatThrownBy(() -> setup(config, false))
                .hasMessage("prebuiltImages[0]: Invalid runtime: ruby."
                        + " Expected one of: python, node, bun, deno, bash");
        assertThat(journal.entries()).isEmpty();
    }

    @Test
    void what_fails_ends_it() {
        images.failNext(ErrorCode.OUT_OF_DISK);

        assertThatThrownBy(() -> setup(false)).isInstanceOf(Isol8Exception.class);
        assertThat(console.out()).isEmpty();
    }
}
