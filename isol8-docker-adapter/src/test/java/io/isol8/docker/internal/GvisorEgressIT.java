package io.isol8.docker.internal;

import io.isol8.domain.SandboxSpec;
import io.isol8.testkit.SandboxEgressContract;
import io.isol8.testkit.SandboxesUnderTest;
import org.junit.jupiter.api.AfterAll;

/** Connections out of a sandbox on gVisor's kernel. */
class GvisorEgressIT extends SandboxEgressContract {

    private static final GvisorSandboxes SANDBOXES = new GvisorSandboxes("python", "gvisor-egress");

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
}
