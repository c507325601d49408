package io.isol8.engine;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ContainerRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * A pool for every tenant and kind of sandbox that was asked for (spec 18.1). The sandboxes that all of them together keep are
 * bounded: beyond that the pool that was not used for longest is emptied. Thread-safe.
 */
final class SandboxPools {

    private static final int MOST_KEPT = 32;

    /** So many kinds keep what they may, however much that is: tenants would empty each other's pools in turns. */
    private static final int KINDS = 4;

    private final PoolPolicy policy;
    private final int mostKept;
    private final ContainerRuntime containers;
    private final Background background;

    private record Key(String tenant, SandboxSpec spec) {

        @Override
        public int hashCode() {
            return 31 * tenant.hashCode() + spec.hashCode();
        }
    }

    /** The least recently used first. */
    private final LinkedHashMap<Key, SandboxPool> pools = new LinkedHashMap<>(16, 0.75f, true);

    SandboxPools(PoolPolicy policy, ContainerRuntime containers, Background background) {
        this.policy = policy;
        this.mostKept = Math.max(MOST_KEPT, KINDS * policy.size().total());
        this.containers = containers;
        this.background = background;
    }

    /** @throws Isol8Exception if a sandbox had to be made and could not be */
    SandboxPool.Lease acquire(String tenant, SandboxSpec spec) {
        SandboxPool pool = pool(tenant, spec);
        dropExcess(pool);
        return pool.acquire();
    }

    void prewarm(String tenant, SandboxSpec spec) {
        pool(tenant, spec).prewarm();
    }

    /** Lets go of every idle sandbox. */
    void drain() {
        all().forEach(SandboxPool::drain);
    }

    /** How many kinds of sandboxes are remembered. */
    int kinds() {
        return all().size();
    }

    /** The pool, entered; those that are of no use any more are forgotten. */
    private SandboxPool pool(String tenant, SandboxSpec spec) {
        synchronized (pools) {
            pools.values().removeIf(SandboxPool::isUnused);
            SandboxPool pool = pools.computeIfAbsent(
                    new Key(tenant, spec), unused -> new SandboxPool(spec, policy, containers, background));
            pool.enter();
            return pool;
        }
    }

    private List<SandboxPool> all() {
        synchronized (pools) {
            return new ArrayList<>(pools.values());
        }
    }

    private void dropExcess(SandboxPool spared) {
        List<SandboxPool> leastRecentlyUsedFirst = all();
        int kept = leastRecentlyUsedFirst.stream().mapToInt(SandboxPool::kept).sum();
        for (SandboxPool pool : leastRecentlyUsedFirst) {
            if (kept <= mostKept) {
                return;
            }
            if (pool != spared) {
                kept -= pool.kept();
                pool.drain();
            }
        }
    }
}
