package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many tenants and many kinds of sandboxes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SandboxPoolsTest {

    private static final int MOST_KEPT = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(new TestClock());
    private final Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    private final Background background = new Background((delay, task) -> later.add(task));
    private final SandboxPools pools = new SandboxPools(PoolPolicy.DEFAULT, containers, background);

    @AfterEach
    void everythingGoes() {
        pools.drain();
        background.await(PATIENCE);
        assertThat(containers.open()).isEmpty();
    }

    private static SandboxSpec spec(int pids) {
        return SandboxSpec.of(
                RuntimeRegistry.builtIn().get("bash"),
                SandboxImage.of("isol8:bash"),
                Isol8Options.builder().pidsLimit(pids).build());
    }

    private void use(String tenant, int pids) {
        pools.acquire(tenant, spec(pids)).release(true);
        background.await(PATIENCE);
    }

    @Test
    void theIdleSandboxesOfAllKindsAreBoundedAndSoAreTheKinds() {
        for (int number = 0; number < 100; number++) {
            use("tenant " + number % 7, 10 + number);
            assertThat(containers.open()).hasSizeLessThanOrEqualTo(MOST_KEPT + 2);
            assertThat(pools.kinds()).isLessThanOrEqualTo(MOST_KEPT + 2);
        }
    }

    @Test
    void theKindThatWasUsedLastIsStillReady() {
        use("t", 10);
        String[] ready = containers.open().stream().map(InMemorySandbox::id).toArray(String[]::new);
        for (int number = 0; number < 50; number++) {
            use("t", 11 + number);
            SandboxPool.Lease lease = pools.acquire("t", spec(10));
            assertThat(lease.sandbox().id()).isIn((Object[]) ready);
            lease.release(true);
            background.await(PATIENCE);
        }
    }

    @Test
    void tenantsThatNeedManyAtOnceDoNotTakeThemFromEachOther() {
        PoolPolicy large = new PoolPolicy(PoolStrategy.FAST, PoolSize.of(MOST_KEPT / 2));
        SandboxPools largePools = new SandboxPools(large, containers, background);
        List<String> tenants = List.of("a", "b", "c");
        tenants.forEach(tenant -> useAtOnce(largePools, tenant, MOST_KEPT / 2));
        long made = containers.created();

        for (int round = 0; round < 3; round++) {
            tenants.forEach(tenant -> useAtOnce(largePools, tenant, MOST_KEPT / 2));
        }

        assertThat(containers.created()).isEqualTo(made);
        largePools.drain();
    }

    private void useAtOnce(SandboxPools from, String tenant, int times) {
        List<SandboxPool.Lease> leases = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            leases.add(from.acquire(tenant, spec(10)));
        }
        background.await(PATIENCE);
        leases.forEach(lease -> lease.release(true));
        background.await(PATIENCE);
    }

    @Test
    void whatCallersNeedAtOnceStaysUntilTheyNoLongerDo() {
        useAtOnce(pools, "a", 5);
        long made = containers.created();
        for (int round = 0; round < 3; round++) {
            useAtOnce(pools, "a", 5);
            passTime();
        }
        assertThat(containers.created()).isEqualTo(made);

        passTime();
        assertThat(containers.open()).hasSize(PoolPolicy.DEFAULT.size().total());
        passTime();
        assertThat(later).isEmpty();
    }

    /** What is to happen later happens. */
    private void passTime() {
        for (int tasks = later.size(); tasks > 0; tasks--) {
            later.remove().run();
        }
        background.await(PATIENCE);
    }

    @Test
    void aKindOfWhichNoSandboxCanBeMadeIsForgotten() {
        containers.before(Operation.CREATE, () -> {
            throw new Isol8Exception(ErrorCode.OUT_OF_DISK, "The disk is full.");
        });
        for (int number = 0; number < 10; number++) {
            int pids = 10 + number;
            assertFails(ErrorCode.OUT_OF_DISK, () -> pools.acquire("t", spec(pids)));
            background.await(PATIENCE);
            assertThat(pools.kinds()).isEqualTo(1);
        }
    }

    @Test
    void aSandboxThatSomebodyHasComesBackToItsPoolWhateverElseIsUsed() {
        SandboxPool.Lease lease = pools.acquire("t", spec(10));
        pools.drain();
        for (int number = 0; number < 40; number++) {
            use("t", 11 + number);
        }

        lease.release(true);
        background.await(PATIENCE);

        assertThat(containers.open()).doesNotContain((InMemorySandbox) lease.sandbox());
        use("t", 10);
    }

    @Test
    void usingManyKindsAtOnceLeaksNothing() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            Random random = new Random(number);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 200; i++) {
                    SandboxPool.Lease lease =
                            pools.acquire("tenant " + random.nextInt(3), spec(10 + random.nextInt(40)));
                    lease.release(random.nextInt(4) > 0);
                    if (random.nextInt(50) == 0) {
                        pools.drain();
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        pools.drain();
        background.await(PATIENCE);

        await().untilAsserted(() -> assertThat(containers.open()).isEmpty());
        use("t", 10);
        use("t", 11);
        assertThat(pools.kinds()).isLessThanOrEqualTo(2);
    }
}
