package io.isol8.docker.internal;

import io.isol8.domain.SandboxSpec;
import io.isol8.testkit.SandboxFilesContract;
import io.isol8.testkit.SandboxesUnderTest;
import org.junit.jupiter.api.AfterAll;

/** The files of a sandbox on gVisor's kernel, too. */
class GvisorFilesIT extends SandboxFilesContract {

    private static final GvisorSandboxes SANDBOXES = new GvisorSandboxes("bash", "gvisor-files");

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
