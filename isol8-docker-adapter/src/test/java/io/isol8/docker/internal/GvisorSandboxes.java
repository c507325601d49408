package io.isol8.docker.internal;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.SecurityOptions;
import io.isol8.testkit.SandboxesUnderTest;

/** Sandboxes on gVisor's kernel, on a Docker engine of the test's own. */
final class GvisorSandboxes implements SandboxesUnderTest, AutoCloseable {

    private static final Isol8Options ON_GVISOR =
            Isol8Options.builder().security(SecurityOptions.STRICT.on("runsc")).build();

    private final String language;
    private final SpareEngine engine;
    private final DockerContainerRuntime runtime;

    /** @param instance whose the sandboxes are */
    GvisorSandboxes(String language, String instance) {
        this.language = language;
        this.engine = SpareEngine.with(language);
        this.runtime = engine.runtime(instance);
    }

    SandboxSpec spec() {
        return TestDocker.spec(language, ON_GVISOR);
    }

    @Override
    public DockerContainerRuntime runtime() {
        return runtime;
    }

    @Override
    public int count() {
        return engine.containers().size();
    }

    @Override
    public void removeLeft() {
        runtime.removeAll();
    }

    @Override
    public void close() {
        runtime.close();
        engine.close();
    }
}
