package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.pool.PoolAction;
import io.isol8.domain.pool.PoolDecision;
import io.isol8.domain.pool.PoolEvent;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolState;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandboxes of one kind: does what {@link PoolState} decides. Nothing that takes time happens under its lock.
 * Thread-safe.
 */
final class SandboxPool {

    private static final Logger log = LoggerFactory.getLogger(SandboxPool.class);

    /** So long, and up to twice as long, a sandbox beyond the pool's size stays that nobody needs. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final SandboxSpec spec;
    private final ContainerRuntime containers;
    private final Background background;
    private final Map<Long, Sandbox> sandboxes = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Object lock = new Object();
    private PoolState state;
    private boolean trimming;
    private int users;

    SandboxPool(SandboxSpec spec, PoolPolicy policy, ContainerRuntime containers, Background background) {
        this.spec = spec;
        this.containers = containers;
        this.background = background;
        this.state = PoolState.empty(policy);
    }

    /** A sandbox in somebody's hands. */
    final class Lease {

        private final long id;
        private final Sandbox sandbox;

        private Lease(long id, Sandbox sandbox) {
            this.id = id;
            this.sandbox = sandbox;
        }

        Sandbox sandbox() {
            return sandbox;
        }

        /** Gives it back. To be called once. */
        void release(boolean reusable) {
            happened(new PoolEvent.Released(id, reusable));
            leave();
        }
    }

    /** Announces that {@link #acquire} or {@link #prewarm} will be called: until that is over the pool is in use. */
    void enter() {
        synchronized (lock) {
            users++;
        }
    }

    private void leave() {
        synchronized (lock) {
            users--;
        }
    }

    /** Whether nobody would miss it: it holds no sandboxes, makes none, and nobody has, or is about to ask for, one. */
    boolean isUnused() {
        synchronized (lock) {
            return users == 0 && state.idle() == 0 && state.leased() == 0 && state.creating() == 0;
        }
    }

    /**
     * A clean sandbox, one that is ready if possible.
     *
     * @throws Isol8Exception if one had to be made and could not be
     */
    Lease acquire() {
        boolean acquired = false;
        try {
            Optional<Lease> lease = Optional.empty();
            while (lease.isEmpty()) {
                lease = serve(decide(new PoolEvent.Acquire()));
            }
            acquired = true;
            return lease.get();
        } finally {
            if (!acquired) {
                leave();
            }
        }
    }

    /** Does what is for the caller; empty if what was to be handed out turned out to be unusable. */
    private Optional<Lease> serve(List<PoolAction> actions) {
        Optional<Lease> lease = Optional.empty();
        List<PoolAction> others = new ArrayList<>();
        PoolAction mine = null;
        for (PoolAction action : actions) {
            if (action instanceof PoolAction.Hand
                    || action instanceof PoolAction.CleanAndHand
                    || action instanceof PoolAction.CreateAndHand) {
                mine = action;
            } else {
                others.add(action);
            }
        }
        others.forEach(this::doInBackground);
        if (mine instanceof PoolAction.Hand hand) {
            lease = leaseOf(hand.id());
        } else if (mine instanceof PoolAction.CleanAndHand hand) {
            lease = leaseOf(hand.id()).filter(this::isCleaned);
        } else if (mine instanceof PoolAction.CreateAndHand) {
            lease = Optional.of(create());
        }
        return lease;
    }

    /** Empty if it died and was forgotten between the decision and now. */
    private Optional<Lease> leaseOf(long id) {
        Sandbox sandbox = sandboxes.get(id);
        return sandbox == null ? Optional.empty() : Optional.of(new Lease(id, sandbox));
    }

    private boolean isCleaned(Lease lease) {
        boolean clean = lease.sandbox().reset();
        if (!clean) {
            happened(new PoolEvent.Released(lease.id, false));
        }
        return clean;
    }

    private Lease create() {
        long id = make();
        Sandbox sandbox = sandboxes.get(id);
        if (sandbox == null) {
            throw new IllegalStateException("a sandbox is not forgotten before the pool knows of it");
        }
        happened(new PoolEvent.Adopted(id));
        watch(id, sandbox);
        return new Lease(id, sandbox);
    }

    private long make() {
        Sandbox sandbox = containers.create(spec);
        long id = lastId.incrementAndGet();
        sandboxes.put(id, sandbox);
        return id;
    }

    private void watch(long id, Sandbox sandbox) {
        sandbox.whenGone(() -> happened(new PoolEvent.Died(id)));
    }

    void prewarm() {
        happened(new PoolEvent.Prewarm());
        leave();
    }

    /** Lets go of every sandbox that nobody has; those in somebody's hands follow when they come back. */
    void drain() {
        happened(new PoolEvent.Drain());
    }

    /** The sandboxes that wait for somebody and will go on waiting. */
    int kept() {
        synchronized (lock) {
            return state.kept();
        }
    }

    private void happened(PoolEvent event) {
        decide(event).forEach(this::doInBackground);
    }

    private List<PoolAction> decide(PoolEvent event) {
        synchronized (lock) {
            PoolDecision decision = state.after(event);
            state = decision.next();
            if (state.idle() > state.kept() && !trimming) {
                trimming = true;
                background.later(LINGER, "Letting go of sandboxes", this::trim);
            }
            return decision.actions();
        }
    }

    private void trim() {
        synchronized (lock) {
            trimming = false;
        }
        happened(new PoolEvent.Trim());
    }

    private void doInBackground(PoolAction action) {
        if (action instanceof PoolAction.Create) {
            background.run("Making a sandbox ahead", this::createAhead);
        } else if (action instanceof PoolAction.Clean clean) {
            background.run("Cleaning a sandbox", () -> clean(clean.id()));
        } else if (action instanceof PoolAction.Destroy destroy) {
            Sandbox sandbox = sandboxes.remove(destroy.id());
            if (sandbox != null) {
                background.run("Removing sandbox " + sandbox.id(), sandbox::close);
            }
        }
    }

    private void createAhead() {
        try {
            long id = make();
            happened(new PoolEvent.Created(id));
            Sandbox sandbox = sandboxes.get(id);
            if (sandbox != null) {
                watch(id, sandbox);
            }
        } catch (Isol8Exception e) {
            log.debug("No sandbox made ahead: {}", e.getMessage());
            happened(new PoolEvent.CreationFailed());
        }
    }

    private void clean(long id) {
        Sandbox sandbox = sandboxes.get(id);
        if (sandbox != null) {
            happened(new PoolEvent.Cleaned(id, sandbox.reset()));
        }
    }
}
