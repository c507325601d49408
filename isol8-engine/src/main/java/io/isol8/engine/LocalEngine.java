package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.Clock;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.EventSink;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.Progress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine on a container runtime: validates, waits for its turn, takes a sandbox, runs, reports (spec 14).
 *
 * <p>Sandboxes come from pools and go back there cleaned, off the caller's path; what does not come clean is
 * destroyed. Thread-safe.
 */
public final class LocalEngine implements Isol8Engine {

    private static final Logger log = LoggerFactory.getLogger(LocalEngine.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final EngineSettings settings;
    private final ContainerRuntime containers;
    private final ImageCatalog images;
    private final Clock clock;
    private final Progress progress;
    private final Semaphore gate;
    private final Set<Execution> running = ConcurrentHashMap.newKeySet();
    private final Background background = new Background();
    private final SandboxPools pools;
    private volatile boolean stopped;

    public LocalEngine(
            EngineSettings settings, ContainerRuntime containers, ImageCatalog images, Clock clock, Progress progress) {
        this.settings = settings;
        this.containers = containers;
        this.images = images;
        this.clock = clock;
        this.progress = progress;
        this.pools = new SandboxPools(settings.pooling(), containers, background);
        this.gate = new Semaphore(settings.maxConcurrent(), true);
    }

    @Override
    public void start() {
        containers.ping();
        stopped = false;
    }

    @Override
    public void prewarm(Collection<String> names) {
        names.forEach(name -> pools.prewarm(specFor(settings.runtimes().get(name))));
    }

    @Override
    public ExecutionResult execute(ExecutionRequest request) {
        return run(request, new BufferedTranscript());
    }

    @Override
    public ExecutionResult execute(ExecutionRequest request, EventSink events) {
        return run(request, new StreamedTranscript(events));
    }

    private ExecutionResult run(ExecutionRequest request, Transcript transcript) {
        LanguageRuntime runtime = settings.runtimes().get(request.runtime());
        Program program = Program.of(request, runtime);
        Execution execution = new Execution(request, program, settings.options(), transcript, clock);
        running.add(execution);
        try {
            enter();
            try {
                SandboxSpec spec = execution.prepare(() -> specFor(runtime));
                SandboxPool.Lease lease = pools.acquire(spec);
                try {
                    execution.checkNotCancelled();
                    return execution.runIn(lease.sandbox());
                } finally {
                    lease.release(execution.leftSandboxInOrder());
                }
            } finally {
                gate.release();
            }
        } finally {
            running.remove(execution);
        }
    }

    private void enter() {
        try {
            gate.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while waiting for a turn.", e);
        }
        if (stopped) {
            gate.release();
            throw new Isol8Exception(ErrorCode.CANCELLED, "The engine was stopped.");
        }
    }

    private SandboxSpec specFor(LanguageRuntime runtime) {
        return SandboxSpec.of(runtime, images.ensure(runtime, progress), settings.options());
    }

    @Override
    public void stop() {
        stopped = true;
        running.forEach(Execution::cancel);
        awaitExecutions();
        pools.drain();
        background.await(STOP_PATIENCE);
        containers.destroyAll();
    }

    private void awaitExecutions() {
        try {
            if (gate.tryAcquire(settings.maxConcurrent(), STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                gate.release(settings.maxConcurrent());
            } else {
                log.warn("Executions still ran after {} s and lose their sandboxes.", STOP_PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        containers.close();
    }
}
