package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.SandboxSpec;
import io.isol8.ports.Sandbox;
import io.isol8.testkit.ContainerRuntimeContract;
import io.isol8.testkit.SandboxesUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A sandbox on gVisor's kernel keeps all the promises (spec 13.11). */
class GvisorSandboxIT extends ContainerRuntimeContract {

    private static final GvisorSandboxes SANDBOXES = new GvisorSandboxes("bash", "gvisor");

    @AfterAll
    static void stop() {
        SANDBOXES.close();
    }

    @Override
    protected SandboxesUnderTest sandboxes() {
        return SANDBOXES;
    }

    @Override
    protected SandboxSpec spec() {
        return SANDBOXES.spec();
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
