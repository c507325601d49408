package io.isol8.docker.internal;

import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import io.isol8.testkit.SandboxFilesContract;
import org.junit.jupiter.api.AfterAll;

class DockerFilesIT extends SandboxFilesContract {

    private static final OwnContainers CONTAINERS = OwnContainers.asShipped();

    @AfterAll
    static void close() {
        CONTAINERS.close();
    }

    @Override
    protected ContainerRuntime runtime() {
        return CONTAINERS.runtime();
    }

    @Override
    protected SandboxSpec spec() {
        return TestDocker.spec("bash");
    }

    @Override
    protected int livingSandboxes() {
        return CONTAINERS.living().size();
    }

    @Override
    protected void removeLeft() {
        CONTAINERS.living().forEach(TestDocker::remove);
    }
}
