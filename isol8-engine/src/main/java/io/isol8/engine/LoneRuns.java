package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.Mode;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Sandbox;
import java.util.List;

/**
 * Executions that belong to no session: each in a sandbox where nothing of another one is. Sandboxes come from pools and
 * go back there cleaned, off the caller's path; what does not come clean is destroyed. Thread-safe.
 */
final class LoneRuns {

    private final ContainerRuntime containers;
    private final ImageChoice choice;
    private final SandboxPools pools;
    private final Background background;

    LoneRuns(ContainerRuntime containers, ImageChoice choice, SandboxPools pools, Background background) {
        this.containers = containers;
        this.choice = choice;
        this.pools = pools;
        this.background = background;
    }

    /** Has sandboxes ready for what will be asked for, if such sandboxes come from a pool. */
    void prewarm(String tenant, LanguageRuntime runtime, Isol8Options options) {
        SandboxSpec spec = SandboxSpec.of(runtime, choice.of(runtime, options), options);
        if (options.mode() == Mode.EPHEMERAL && !spec.lasting()) {
            pools.prewarm(tenant, spec);
        }
    }

    ExecutionResult run(Arrival arrival) {
        ExecutionOrder order = arrival.order();
        List<String> packages = order.request().installPackages();
        SandboxImage image = arrival.control()
                .interruptibly(() -> choice.of(arrival.runtime(), order.options(), packages, order.images()));
        Surroundings surroundings = Surroundings.fresh(image, order.options().network(), packages);
        SandboxSpec spec = SandboxSpec.of(arrival.runtime(), image, order.options());
        return spec.lasting() ? runAndLeave(arrival, spec, surroundings) : runPooled(arrival, spec, surroundings);
    }

    private ExecutionResult runPooled(Arrival arrival, SandboxSpec spec, Surroundings surroundings) {
        Execution execution = arrival.execution();
        SandboxPool.Lease lease = pools.acquire(arrival.order().tenant(), spec);
        try {
            arrival.control().checkNotCancelled();
            return execution.runIn(lease.sandbox(), surroundings);
        } finally {
            lease.release(execution.leftSandboxInOrder());
        }
    }

    /** In a sandbox that stays for somebody to look into, who learns of it from the result: without one it goes. */
    private ExecutionResult runAndLeave(Arrival arrival, SandboxSpec spec, Surroundings surroundings) {
        Execution execution = arrival.execution();
        Sandbox sandbox = containers.create(spec);
        boolean left = false;
        try {
            arrival.control().checkNotCancelled();
            ExecutionResult result = execution.runIn(sandbox, surroundings);
            if (execution.leftSandboxInOrder()) {
                sandbox.leave();
                left = true;
            }
            return result;
        } finally {
            if (!left) {
                background.run("Removing sandbox " + sandbox.id(), sandbox::close);
            }
        }
    }
}
