package io.isol8.engine;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.Mode;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.SessionKey;
import io.isol8.ports.Clock;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.Progress;
import io.isol8.ports.RefusedExecution;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SessionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service on a container runtime: validates, waits for its turn, takes a sandbox, runs, reports (spec 14).
 *
 * <p>Sandboxes come from pools and go back there cleaned, off the caller's path; what does not come clean is
 * destroyed. Thread-safe.
 */
public final class LocalService implements Isol8Service {

    private static final Logger log = LoggerFactory.getLogger(LocalService.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    /** How long a sink of audit records may take at the end. */
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(2);

    private final EngineSettings settings;
    private final ContainerRuntime containers;
    private final ImageCatalog images;
    private final Clock clock;
    private final ImageChoice choice;
    private final EgressConnector egress;
    private final CodeLoader loader;
    private final FairGate gate;
    private final Sessions sessions;
    private final Set<Control> running = ConcurrentHashMap.newKeySet();
    private final Background background = new Background();
    private final SandboxPools pools;
    private final AuditTrail audit;
    private volatile boolean stopped;

    /** One that tells nobody of its executions, and whose filtered networks lead nowhere. */
    public LocalService(
            EngineSettings settings, ContainerRuntime containers, ImageCatalog images, Clock clock, Progress progress) {
        this(settings, containers, images, clock, progress, AuditTrail.none(clock));
    }

    /** One whose filtered networks lead nowhere. */
    public LocalService(
            EngineSettings settings,
            ContainerRuntime containers,
            ImageCatalog images,
            Clock clock,
            Progress progress,
            AuditTrail audit) {
        this(settings, containers, images, clock, progress, audit, new NoWayOut());
    }

    /**
     * One that fetches no code.
     *
     * @param egress where filtered networks lead
     */
    public LocalService(
            EngineSettings settings,
            ContainerRuntime containers,
            ImageCatalog images,
            Clock clock,
            Progress progress,
            AuditTrail audit,
            EgressConnector egress) {
        this(settings, containers, images, clock, progress, audit, egress, CodeLoader.none());
    }

    /**
     * @param egress where filtered networks lead
     * @param loader what brings code from URLs
     */
    public LocalService(
            EngineSettings settings,
            ContainerRuntime containers,
            ImageCatalog images,
            Clock clock,
            Progress progress,
            AuditTrail audit,
            EgressConnector egress,
            CodeLoader loader) {
        this.audit = audit;
        this.settings = settings;
        this.containers = containers;
        this.images = images;
        this.clock = clock;
        this.choice = new ImageChoice(images, progress);
        this.egress = egress;
        this.loader = loader;
        this.pools = new SandboxPools(settings.pooling(), containers, background);
        this.gate = new FairGate(settings.maxConcurrent(), settings.maxQueued());
        this.sessions = new Sessions(settings.maxQueued(), clock);
    }

    @Override
    public void start() {
        ping();
        stopped = false;
    }

    @Override
    public void ping() {
        containers.ping();
    }

    @Override
    public void prewarm(String tenant, Isol8Options options, Collection<String> runtimes) {
        for (String name : runtimes) {
            LanguageRuntime runtime = settings.runtimes().get(name);
            SandboxSpec spec = SandboxSpec.of(runtime, choice.of(runtime, options), options);
            if (options.mode() == Mode.EPHEMERAL && !spec.lasting()) {
                pools.prewarm(tenant, spec);
            }
        }
    }

    @Override
    public ExecutionResult execute(ExecutionOrder order, Consumer<Runnable> grip) {
        Control control = new Control();
        grip.accept(control::cancel);
        return arrive(order.withoutInput(), new BufferedTranscript(), control).get();
    }

    @Override
    public RunningExecution executeStream(ExecutionOrder order) {
        Control control = new Control();
        EventQueue events = new EventQueue(clock, control::isCancelled);
        return start(order, control, events, new StreamedTranscript(events));
    }

    private RunningExecution start(ExecutionOrder order, Control control, EventQueue events, Transcript transcript) {
        BackgroundExecution execution = new BackgroundExecution(order, control, events);
        execution.start(() -> arrive(order, transcript, control));
        return execution;
    }

    /**
     * Takes a place in the queue, so that the order of the calls is that of the turns. Does not wait. Every execution
     * comes through here, and the audit record of how it ends is told here (spec 21.7).
     *
     * @return the rest; to be called, as it gives the place back
     */
    private Supplier<ExecutionResult> arrive(ExecutionOrder order, Transcript transcript, Control control) {
        AuditEntry entry = audit.begin(order);
        return entry.follow(() -> arrive(entry, entry.overhearing(transcript), control));
    }

    private Supplier<ExecutionResult> arrive(AuditEntry entry, Transcript transcript, Control control) {
        ExecutionOrder order = entry.order();
        LanguageRuntime runtime = settings.runtimes().get(order.request().runtime());
        Execution execution = new Execution(order, runtime, transcript, control, clock, entry.id(), egress);
        entry.of(execution);
        running.add(control);
        try {
            checkNotStopped();
            loader.check(order.request().source());
            Supplier<ExecutionResult> rest = order.session().isPresent()
                    ? arriveInSession(order, order.session().get(), runtime, execution, control)
                    : arriveAlone(order, runtime, execution, control);
            return () -> {
                try {
                    return rest.get();
                } finally {
                    running.remove(control);
                }
            };
        } catch (Isol8Exception e) {
            running.remove(control);
            throw e;
        }
    }

    private Supplier<ExecutionResult> arriveAlone(
            ExecutionOrder order, LanguageRuntime runtime, Execution execution, Control control) {
        FairGate.Place place = gate.arrive(order.tenant(), order.share().executions());
        return () -> inTurn(place, execution, control, () -> runAlone(order, runtime, execution, control));
    }

    /** The session's turn comes first, so that who waits for that keeps nobody else waiting. */
    private Supplier<ExecutionResult> arriveInSession(
            ExecutionOrder order, SessionKey key, LanguageRuntime runtime, Execution execution, Control control) {
        Session.Visit visit = sessions.enter(key, order.options(), order.share().sessions(), control);
        return () -> {
            try (visit) {
                control.interruptibly(() -> {
                    visit.awaitTurn();
                    return visit;
                });
                Session session = visit.session();
                return inTurn(
                        gate.arrive(order.tenant(), order.share().executions()),
                        execution,
                        control,
                        () -> runShared(order, session, runtime, execution, control));
            }
        };
    }

    private ExecutionResult inTurn(
            FairGate.Place place, Execution execution, Control control, Supplier<ExecutionResult> work) {
        try (place) {
            control.interruptibly(() -> {
                place.awaitTurn();
                return place;
            });
            checkNotStopped();
            execution.load(loader);
            return work.get();
        }
    }

    private void checkNotStopped() {
        if (stopped) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The engine was stopped.");
        }
    }

    private ExecutionResult runAlone(
            ExecutionOrder order, LanguageRuntime runtime, Execution execution, Control control) {
        List<String> packages = order.request().installPackages();
        SandboxImage image = control.interruptibly(() -> choice.of(runtime, order.options(), packages, order.images()));
        Surroundings surroundings = Surroundings.fresh(image, order.options().network(), packages);
        SandboxSpec spec = SandboxSpec.of(runtime, image, order.options());
        if (spec.lasting()) {
            return runAndLeave(spec, surroundings, execution, control);
        }
        SandboxPool.Lease lease = pools.acquire(order.tenant(), spec);
        try {
            control.checkNotCancelled();
            return execution.runIn(lease.sandbox(), surroundings);
        } finally {
            lease.release(execution.leftSandboxInOrder());
        }
    }

    /** In a sandbox that stays for somebody to look into, who learns of it from the result: without one it goes. */
    private ExecutionResult runAndLeave(
            SandboxSpec spec, Surroundings surroundings, Execution execution, Control control) {
        Sandbox sandbox = containers.create(spec);
        boolean left = false;
        try {
            control.checkNotCancelled();
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

    private ExecutionResult runShared(
            ExecutionOrder order, Session session, LanguageRuntime runtime, Execution execution, Control control) {
        Optional<Sandbox> sandbox = session.sandboxFor(runtime.name());
        if (sandbox.isEmpty()) {
            return runFirst(order, session, runtime, execution, control);
        }
        Surroundings surroundings = session.surroundings(order.request().installPackages());
        if (!surroundings.lacking().isEmpty()) {
            ImageChoice.requireInstallable(runtime, surroundings.network().mode());
        }
        try {
            control.checkNotCancelled();
            return execution.runIn(sandbox.get(), surroundings);
        } finally {
            session.installed(execution.installed());
            if (!execution.leftSandboxInOrder()) {
                session.discardSandbox();
            }
        }
    }

    /** In a sandbox made for it and for those to come; if the program does not get to run there is none (spec 7.3). */
    private ExecutionResult runFirst(
            ExecutionOrder order, Session session, LanguageRuntime runtime, Execution execution, Control control) {
        List<String> packages = order.request().installPackages();
        SandboxImage image =
                control.interruptibly(() -> choice.of(runtime, session.options(), packages, order.images()));
        control.checkNotCancelled();
        SandboxSpec spec = SandboxSpec.of(runtime, image, session.options())
                .forSession(session.info().key().id());
        Sandbox sandbox = containers.create(spec);
        session.adopt(runtime.name(), image, sandbox);
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

    @Override
    public void refused(RefusedExecution refused) {
        audit.refused(refused);
    }

    @Override
    public SandboxFiles files(SessionKey key) {
        return new SessionFiles(() -> sessions.find(key)
                .orElseThrow(Session::noSandbox)
                .touchedSandbox()
                .files());
    }

    @Override
    public Optional<SessionInfo> session(SessionKey key) {
        return sessions.find(key).map(Session::info);
    }

    @Override
    public List<SessionInfo> sessions() {
        return sessions.list();
    }

    @Override
    public boolean endSession(SessionKey key) {
        Optional<Session> session = sessions.end(key);
        session.ifPresent(ended -> ended.remove(STOP_PATIENCE));
        return session.isPresent();
    }

    @Override
    public int pruneSessions(Duration age) {
        List<Session> idle = sessions.endIdle(age);
        remove(idle).errors().forEach(LocalService::warnOfSandbox);
        return idle.size();
    }

    @Override
    public Cleanup cleanup() {
        running.forEach(Control::cancel);
        CleanupResult ended = remove(sessions.endAll());
        awaitExecutions();
        background.await(STOP_PATIENCE);
        CleanupResult removed = containers.removeAll();
        pools.drain();
        background.await(STOP_PATIENCE);
        containers.destroyAll();
        return new Cleanup(ended, removed);
    }

    private static CleanupResult remove(List<Session> ended) {
        List<String> errors = new ArrayList<>();
        for (Session session : ended) {
            try {
                session.remove(STOP_PATIENCE);
            } catch (Isol8Exception e) {
                errors.add(session.info().key().id() + ": " + e.message());
            }
        }
        return new CleanupResult(ended.size() - errors.size(), errors.size(), errors);
    }

    private static void warnOfSandbox(String error) {
        log.warn("A session's sandbox stays for now: {}", error);
    }

    @Override
    public CleanupResult cleanupImages() {
        return images.removeAll();
    }

    @Override
    public void stop() {
        stopped = true;
        running.forEach(Control::cancel);
        remove(sessions.endAll()).errors().forEach(LocalService::warnOfSandbox);
        awaitExecutions();
        pools.drain();
        background.await(STOP_PATIENCE);
        containers.destroyAll();
        audit.flush(AUDIT_PATIENCE);
    }

    private void awaitExecutions() {
        if (!gate.awaitEmpty(STOP_PATIENCE)) {
            log.warn("Executions still ran after {} s and lose their sandboxes.", STOP_PATIENCE.toSeconds());
        }
    }

    @Override
    public void close() {
        stop();
        audit.close(AUDIT_PATIENCE);
        containers.close();
    }
}
