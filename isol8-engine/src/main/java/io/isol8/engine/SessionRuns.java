package io.isol8.engine;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.Sandbox;
import java.util.List;
import java.util.Optional;

/** Executions of a session, all in one sandbox. Thread-safe, but for each session one at a time. */
final class SessionRuns {

    private final ContainerRuntime containers;
    private final ImageChoice choice;

    SessionRuns(ContainerRuntime containers, ImageChoice choice) {
        this.containers = containers;
        this.choice = choice;
    }

    /** @param session whose turn it is */
    ExecutionResult run(Arrival arrival, Session session) {
        Optional<Sandbox> sandbox = session.sandboxFor(arrival.runtime().name());
        return sandbox.isPresent() ? runIn(sandbox.get(), arrival, session) : runFirst(arrival, session);
    }

    private static ExecutionResult runIn(Sandbox sandbox, Arrival arrival, Session session) {
        Execution execution = arrival.execution();
        Surroundings surroundings =
                session.surroundings(arrival.order().request().installPackages());
        if (!surroundings.lacking().isEmpty()) {
            ImageChoice.requireInstallable(
                    arrival.runtime(), surroundings.network().mode());
        }
        try {
            arrival.control().checkNotCancelled();
            return execution.runIn(sandbox, surroundings);
        } finally {
            session.installed(execution.installed());
            if (!execution.leftSandboxInOrder()) {
                session.discardSandbox();
            }
        }
    }

    /** In a sandbox made for it and for those to come; if the program does not get to run there is none (spec 7.3). */
    private ExecutionResult runFirst(Arrival arrival, Session session) {
        Control control = arrival.control();
        Execution execution = arrival.execution();
        List<String> packages = arrival.order().request().installPackages();
        SandboxImage image = control.interruptibly(() -> choice.of(
                arrival.runtime(), session.options(), packages, arrival.order().images()));
        control.checkNotCancelled();
        SandboxSpec spec = SandboxSpec.of(arrival.runtime(), image, session.options())
                .forSession(session.info().key().id());
        Sandbox sandbox = containers.create(spec);
        session.adopt(arrival.runtime().name(), image, sandbox);
        try {
            control.checkNotCancelled();
            return execution.runIn(
                    sandbox, Surroundings.fresh(image, session.options().network(), packages));
        } finally {
            session.installed(execution.installed());
            if (!execution.leftSandboxInOrder() || !execution.ranProgram()) {
                session.discardSandbox();
            }
        }
    }
}
