package io.isol8.testkit;

import io.isol8.domain.SandboxSpec;

class InMemoryEgressContractTest extends SandboxEgressContract {

    private final InMemorySandboxes sandboxes = new InMemorySandboxes();

    @Override
    protected SandboxesUnderTest sandboxes() {
        return sandboxes;
    }

    @Override
    protected SandboxSpec spec() {
        return InMemorySandboxes.spec("python");
    }
}
