package io.isol8.testkit;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import java.time.Duration;

/** The fake for the contracts. */
final class InMemorySandboxes implements SandboxesUnderTest {

    private final TestClock clock = new TestClock();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);

    /** A sandbox for programs of that runtime. */
    static SandboxSpec spec(String runtime) {
        return SandboxSpec.of(
                RuntimeRegistry.builtIn().get(runtime), SandboxImage.of("isol8:" + runtime), Isol8Options.defaults());
    }

    @Override
    public ContainerRuntime runtime() {
        return containers;
    }

    @Override
    public int count() {
        return containers.open().size() + containers.left().size();
    }

    @Override
    public void removeLeft() {
        containers.removeAll();
    }

    @Override
    public void letPass(Duration time) {
        clock.advance(time);
    }
}
