package io.isol8.testkit;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import java.time.Duration;

class InMemoryEgressContractTest extends SandboxEgressContract {

    private final TestClock clock = new TestClock();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);

    @Override
    protected ContainerRuntime runtime() {
        return containers;
    }

    @Override
    protected SandboxSpec spec() {
        return SandboxSpec.of(
                RuntimeRegistry.builtIn().get("python"), SandboxImage.of("isol8:python"), Isol8Options.defaults());
    }

    @Override
    protected int livingSandboxes() {
        return containers.open().size() + containers.left().size();
    }

    @Override
    protected void removeLeft() {
        containers.removeAll();
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }
}
