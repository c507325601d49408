package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.SecurityOptions;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.Sandbox;
import io.isol8.testkit.ContainerRuntimeContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A sandbox on gVisor's kernel keeps all the promises (spec 13.11). */
class GvisorSandboxIT extends ContainerRuntimeContract {

    private static final Isol8Options ON_GVISOR =
            Isol8Options.builder().security(SecurityOptions.STRICT.on("runsc")).build();

    private static final SpareEngine ENGINE = SpareEngine.with("bash");
    private static final DockerContainerRuntime RUNTIME = ENGINE.runtime("gvisor");

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
        return TestDocker.spec("bash", ON_GVISOR);
    }

    @Override
    protected int livingSandboxes() {
        return ENGINE.containers().size();
    }

    @Override
    protected void removeLeft() {
        RUNTIME.removeAll();
    }

    @Test
    void theKernelIsGvisors() throws InterruptedException {
        try (Sandbox sandbox = create()) {
            assertThat(Ran.bash(sandbox, "cat /proc/sys/kernel/version /proc/version")
                            .said())
                    .contains("Linux version 4.4.0");
        }
    }
}
