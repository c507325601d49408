package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.engine.EngineParts;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalService;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.Journal;
import io.isol8.testkit.TestClock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerEndTest {

    private final TestClock clock = new TestClock();
    private final Journal journal = new Journal();
    private final FakeImageCatalog images = new FakeImageCatalog(journal);
    private final InMemoryConsole console = new InMemoryConsole();
    private final LocalService service = new LocalService(
            EngineSettings.defaults(),
            EngineParts.of(new InMemoryContainerRuntime(clock, journal), images, clock, line -> {}));

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void images_are_removed_after_the_sandboxes_that_are_made_of_them() {
        service.start();
        service.prewarm("default", Isol8Options.defaults(), List.of("python", "bash"));
        ServerEnd.removeImages(service, console.console());
        assertThat(journal.entries()).last().isEqualTo("remove images");
        assertThat(console.err()).isEqualTo("[INFO] Removed 2 image(s)\n");
    }

    @Test
    void an_engine_that_fails_does_not_keep_the_server_from_ending() {
        images.failRemoval(new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, "Docker is gone."));
        ServerEnd.removeImages(service, console.console());
        assertThat(console.err()).isEqualTo("[WARN] The images stay: Docker is gone.\n");
    }
}
