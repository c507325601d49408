package io.isol8.testkit;

import io.isol8.domain.SandboxSpec;

class InMemoryFilesContractTest extends SandboxFilesContract {

    private final InMemorySandboxes sandboxes = new InMemorySandboxes();

    @Override
    protected SandboxesUnderTest sandboxes() {
        return sandboxes;
    }

    @Override
    protected SandboxSpec spec() {
        return InMemorySandboxes.spec("bash");
    }
}
