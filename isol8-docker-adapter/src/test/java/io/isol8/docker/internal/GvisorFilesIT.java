package io.isol8.docker.internal;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.SecurityOptions;
import io.isol8.ports.ContainerRuntime;
import io.isol8.testkit.SandboxFilesContract;
import org.junit.jupiter.api.AfterAll;

/** The files of a sandbox on gVisor's kernel, too. */
class GvisorFilesIT extends SandboxFilesContract {

    private static final SpareEngine ENGINE = SpareEngine.with("bash");
    private static final DockerContainerRuntime RUNTIME = ENGINE.runtime("gvisor-files");

    @AfterAll
    static void stop() {
        RUNTIME.close();
        ENGINE.close();
    }

    @Override
    protected ContainerRuntime runtime() {
        return RUNTIME;
    }

    @Override
    protected SandboxSpec spec() {
        return TestDocker.spec(
                "bash",
                Isol8Options.builder()
                        .security(SecurityOptions.STRICT.on("runsc"))
                        .build());
    }

    @Override
    protected int livingSandboxes() {
        return ENGINE.containers().size();
    }

    @Override
    protected void removeLeft() {
        RUNTIME.removeAll();
    }
}
