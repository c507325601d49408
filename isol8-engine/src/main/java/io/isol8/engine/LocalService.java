package io.isol8.engine;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.SessionKey;
import io.isol8.ports.Clock;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.ImageCatalog;
import io.isol8.ports.Isol8Service;
import io.isol8.ports.RefusedExecution;
import io.isol8.ports.RunningExecution;
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
 * Thread-safe.
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
    private final EgressConnector egress;
    private final CodeLoader loader;
    private final FairGate gate;
    private final Sessions sessions;
    private final Set<Control> running = ConcurrentHashMap.newKeySet();
    private final Background background = new Background();
    private final SandboxPools pools;
    private final LoneRuns lone;
    private final SessionRuns shared;
    private final AuditTrail audit;
    private volatile boolean stopped;

    public LocalService(EngineSettings settings, EngineParts parts) {
        this.settings = settings;
        this.containers = parts.containers();
        this.images = parts.images();
        this.clock = parts.clock();
        this.audit = parts.audit();
        this.egress = parts.egress();
        this.loader = parts.loader();
        ImageChoice choice = new ImageChoice(images, parts.progress());
        this.pools = new SandboxPools(settings.pooling(), containers, background);
        this.lone = new LoneRuns(containers, choice, pools, background);
        this.shared = new SessionRuns(containers, choice);
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
        runtimes.forEach(name -> lone.prewarm(tenant, settings.runtimes().get(name), options));
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
        Arrival arrival = new Arrival(order, runtime, execution, control);
        entry.of(execution);
        running.add(control);
        try {
            checkNotStopped();
            loader.check(order.request().source());
            Supplier<ExecutionResult> rest =
                    order.session().map(key -> arriveInSession(arrival, key)).orElseGet(() -> arriveAlone(arrival));
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

    private Supplier<ExecutionResult> arriveAlone(Arrival arrival) {
        FairGate.Place place = placeFor(arrival.order());
        return () -> inTurn(place, arrival, () -> lone.run(arrival));
    }

    /** The session's turn comes first, so that who waits for that keeps nobody else waiting. */
    private Supplier<ExecutionResult> arriveInSession(Arrival arrival, SessionKey key) {
        ExecutionOrder order = arrival.order();
        Session.Visit visit = sessions.enter(key, order.options(), order.share().sessions(), arrival.control());
        return () -> {
            try (visit) {
                arrival.control().interruptibly(() -> {
                    visit.awaitTurn();
                    return visit;
                });
                Session session = visit.session();
                return inTurn(placeFor(order), arrival, () -> shared.run(arrival, session));
            }
        };
    }

    private FairGate.Place placeFor(ExecutionOrder order) {
        return gate.arrive(order.tenant(), order.share().executions());
    }

    private ExecutionResult inTurn(FairGate.Place place, Arrival arrival, Supplier<ExecutionResult> work) {
        try (place) {
            arrival.control().interruptibly(() -> {
                place.awaitTurn();
                return place;
            });
            checkNotStopped();
            arrival.execution().load(loader);
            return work.get();
        }
    }

    private void checkNotStopped() {
        if (stopped) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The engine was stopped.");
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
