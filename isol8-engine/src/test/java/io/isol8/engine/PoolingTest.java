package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.domain.Termination;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine with pools of one ready sandbox and one more. */
class PoolingTest {

    private final EngineFixture fixture = new EngineFixture(10, Isol8Options.defaults(), PoolPolicy.DEFAULT);
    private final Queue<Thread> makers = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> cleaners = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void rememberWhoWorks() {
        fixture.containers.before(Operation.CREATE, () -> makers.add(Thread.currentThread()));
        fixture.containers.before(Operation.RESET, () -> cleaners.add(Thread.currentThread()));
    }

    @AfterEach
    void close() {
        fixture.close();
        await().untilAsserted(() -> assertThat(fixture.containers.open()).isEmpty());
    }

    private String run(EngineFixture on) {
        on.containers.onSource("x", run -> run.stdout("fine"));
        return on.engine.execute(request("x")).containerId();
    }

    /** So many sandboxes were made ahead, and the pools know of them. */
    private void awaitMadeAhead(int sandboxes) {
        await().until(() -> makers.size() == sandboxes && makers.stream().noneMatch(Thread::isAlive));
    }

    /** So often a sandbox was cleaned, and its pool knows of it. */
    private void awaitCleaned(int times) {
        await().until(() -> cleaners.size() == times && cleaners.stream().noneMatch(Thread::isAlive));
    }

    @Test
    void oneExecutionAfterTheOtherNeedsTwoSandboxes() {
        Set<String> used = new HashSet<>();
        for (int i = 1; i <= 20; i++) {
            used.add(run(fixture));
            awaitCleaned(i);
        }
        await().until(() -> fixture.containers.created() >= 2);
        assertThat(used).hasSizeLessThanOrEqualTo(2);
        assertThat(fixture.containers.created()).isEqualTo(2);
    }

    @Test
    void everySandboxIsCleanedBetweenTwoExecutions() {
        for (int i = 1; i <= 5; i++) {
            run(fixture);
            awaitCleaned(i);
        }
        assertThat(fixture.containers.created()).isLessThanOrEqualTo(2);
    }

    @Test
    void secureCleansBeforeEveryExecution() {
        try (EngineFixture secure =
                new EngineFixture(10, Isol8Options.defaults(), new PoolPolicy(PoolStrategy.SECURE, PoolSize.of(1)))) {
            run(secure);
            await().until(() -> secure.containers.created() == 2);
            run(secure);
            List<String> entries = secure.journal.entries();
            int second = entries.lastIndexOf("write /sandbox/main.py");
            assertThat(entries.subList(0, second)).last().isEqualTo("reset");
        }
    }

    @Test
    void whatDoesNotComeCleanIsDestroyed() {
        fixture.containers.failNext(Operation.RESET, ErrorCode.ENGINE_FAILED);
        String first = run(fixture);
        await().untilAsserted(() -> assertThat(fixture.containers.open())
                .extracting(InMemorySandbox::id)
                .doesNotContain(first));
        run(fixture);
        assertThat(run(fixture)).isNotEqualTo(first);
    }

    @Test
    void aSandboxThatDiesWhileItWaitsIsReplaced() {
        fixture.engine.prewarm(List.of("python"));
        awaitMadeAhead(1);
        InMemorySandbox dead = fixture.containers.open().get(0);
        dead.die("killed from outside");

        assertThat(run(fixture)).isNotEqualTo(dead.id());
        await().untilAsserted(() -> assertThat(fixture.containers.open()).doesNotContain(dead));
    }

    @Test
    void aSandboxThatDiesDuringAnExecutionIsNotUsedAgain() {
        fixture.containers.onSource("die", run -> run.loseSandbox());
        assertFails(ErrorCode.SANDBOX_LOST, () -> fixture.engine.execute(request("die")));
        await().untilAsserted(() -> assertThat(fixture.containers.open()).hasSizeLessThanOrEqualTo(1));
        run(fixture);
    }

    @Test
    void aSandboxWhoseProgramWasKilledServesAgain() {
        fixture.containers.onSource("hang", run -> run.hang());
        EngineFixture.Caller caller = fixture.start(request("hang"));
        fixture.awaitRunning(1);
        caller.thread().interrupt();
        assertThat(caller.result().join().termination()).isEqualTo(Termination.CANCELLED);
        awaitCleaned(1);
        for (int i = 2; i <= 5; i++) {
            run(fixture);
            awaitCleaned(i);
        }
        assertThat(fixture.containers.created()).isLessThanOrEqualTo(2);
    }

    @Test
    void prewarmedSandboxesAreUsed() {
        fixture.engine.prewarm(List.of("python", "node"));
        awaitMadeAhead(2);
        Set<String> ready = new HashSet<>();
        fixture.containers.open().forEach(sandbox -> ready.add(sandbox.id()));
        assertThat(ready).contains(run(fixture));
    }

    @Test
    void noSandboxIsMadeAheadForExecutionsThatShareOne() {
        Isol8Options persistent = Isol8Options.builder().mode(Mode.PERSISTENT).build();
        try (EngineFixture shared = new EngineFixture(10, persistent, PoolPolicy.DEFAULT)) {
            shared.engine.prewarm(List.of("python"));

            assertThat(shared.journal.entries()).containsExactly("ensure python");
            run(shared);
            assertThat(shared.containers.created()).isEqualTo(1);
        }
    }

    @Test
    void tenantsShareNoSandbox() {
        fixture.containers.onSource("x", run -> run.stdout("fine"));
        Map<String, Set<String>> used = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            String tenant = "tenant " + i % 2;
            ExecutionOrder order = new ExecutionOrder(request("x"), Isol8Options.defaults(), tenant, Optional.empty());
            used.computeIfAbsent(tenant, unused -> new HashSet<>())
                    .add(fixture.service.execute(order).containerId());
            awaitCleaned(i + 1);
        }

        assertThat(used.get("tenant 0")).doesNotContainAnyElementsOf(used.get("tenant 1"));
        assertThat(fixture.containers.created()).isLessThanOrEqualTo(4);
    }

    @Test
    void anotherImageIsAnotherKindOfSandbox() {
        Isol8Options foreign = Isol8Options.builder().image("foreign").build();
        String own = run(fixture);
        ExecutionOrder order = new ExecutionOrder(request("x"), foreign, "default", Optional.empty());

        assertThat(fixture.service.execute(order).containerId()).isNotEqualTo(own);
        assertThat(fixture.journal.entries()).contains("adapt foreign", "create foreign");
    }

    @Test
    void prewarmingAnUnknownRuntimeIsRefused() {
        assertFails(ErrorCode.INVALID_REQUEST, () -> fixture.engine.prewarm(List.of("ruby")));
    }

    @Test
    void stopRemovesWhatIsIdleAndStartMakesItWorkAgain() {
        run(fixture);
        fixture.engine.stop();
        assertThat(fixture.containers.open()).isEmpty();
        assertFails(ErrorCode.CANCELLED, () -> fixture.engine.execute(request("x")));
        fixture.engine.start();
        assertThat(run(fixture)).isNotEmpty();
    }
}
