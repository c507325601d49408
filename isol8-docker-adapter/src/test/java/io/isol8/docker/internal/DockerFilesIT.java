package io.isol8.docker.internal;

import io.isol8.domain.SandboxSpec;
import io.isol8.testkit.SandboxFilesContract;
import io.isol8.testkit.SandboxesUnderTest;
import org.junit.jupiter.api.AfterAll;

class DockerFilesIT extends SandboxFilesContract {

    private static final OwnContainers CONTAINERS = OwnContainers.asShipped();

    @AfterAll
    static void close() {
        CONTAINERS.close();
    }

    @Override
    protected SandboxesUnderTest sandboxes() {
        return CONTAINERS;
    }

    @Override
    protected SandboxSpec spec() {
        return TestDocker.spec("bash");
    }
}
