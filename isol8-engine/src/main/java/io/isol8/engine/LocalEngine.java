package io.isol8.engine;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.domain.RandomIds;
import io.isol8.domain.SessionKey;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.SandboxFiles;
import java.util.Collection;
import java.util.Optional;

/**
 * A service for one caller with one set of options; in persistent mode all executions share a session. Thread-safe.
 */
public final class LocalEngine implements Isol8Engine {

    /** Whose executions these are. */
    private static final String TENANT = "default";

    private final Isol8Service service;
    private final Isol8Options options;
    private final SessionKey session = new SessionKey(TENANT, "local-" + RandomIds.next());

    /** @param service is closed with the engine */
    public LocalEngine(Isol8Service service, Isol8Options options) {
        this.service = service;
        this.options = options;
    }

    @Override
    public void start() {
        service.start();
    }

    @Override
    public void prewarm(Collection<String> runtimes) {
        service.prewarm(TENANT, options, runtimes);
    }

    @Override
    public void stop() {
        service.stop();
    }

    @Override
    public ExecutionResult execute(ExecutionRequest request) {
        return service.execute(order(request));
    }

    @Override
    public RunningExecution executeStream(ExecutionRequest request) {
        return service.executeStream(order(request));
    }

    private ExecutionOrder order(ExecutionRequest request) {
        return new ExecutionOrder(
                request, options, TENANT, options.mode() == Mode.PERSISTENT ? Optional.of(session) : Optional.empty());
    }

    @Override
    public SandboxFiles files() {
        return service.files(session);
    }

    @Override
    public void close() {
        service.close();
    }
}
