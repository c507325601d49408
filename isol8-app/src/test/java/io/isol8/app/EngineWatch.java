package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a test's command lines reach the Docker engine through a proxy, and sees to it that they leave nothing. */
final class EngineWatch implements AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EngineProxy proxy;

    EngineWatch() {
        Images.areBuilt();
        try {
            proxy = EngineProxy.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EngineProxy proxy() {
        return proxy;
    }

    Cli isol8(String... arguments) {
        return Cli.isol8(arguments).env("DOCKER_HOST", proxy.host());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try (proxy) {
            awaitNothingLeft();
        }
    }

    /** Until none of the containers is there that were asked for: Docker takes its time. */
    void awaitNothingLeft() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(proxy.left()).isEmpty());
    }

    /** The first program of a runtime waits for its image to be built, which no test should have to allow for. */
    private static final class Images {

        private static final Duration PATIENCE = Duration.ofMinutes(10);

        static {
            for (String runtime : List.of("bash", "python", "node", "bun", "deno")) {
                CliResult first =
                        Cli.isol8("run", "-r", runtime, "-e", "//;").start().result(PATIENCE);
                if (first.err().contains("[ERR]")) {
                    throw new AssertionError("there is no image for " + runtime + ": " + first);
                }
            }
        }

        static void areBuilt() {}
    }
}
