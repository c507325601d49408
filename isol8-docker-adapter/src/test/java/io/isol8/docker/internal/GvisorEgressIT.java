package io.isol8.docker.internal;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.SecurityOptions;
import io.isol8.ports.ContainerRuntime;
import io.isol8.testkit.SandboxEgressContract;
import org.junit.jupiter.api.AfterAll;

/** Connections out of a sandbox on gVisor's kernel. */
class GvisorEgressIT extends SandboxEgressContract {

    private static final Isol8Options ON_GVISOR =
            Isol8Options.builder().security(SecurityOptions.STRICT.on("runsc")).build();

    private static final SpareEngine ENGINE = SpareEngine.with("python");
    private static final DockerContainerRuntime RUNTIME = ENGINE.runtime("gvisor-egress");

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
        return TestDocker.spec("python", ON_GVISOR);
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
