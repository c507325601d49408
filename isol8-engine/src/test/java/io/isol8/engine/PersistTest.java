package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.domain.Termination;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ephemeral executions whose sandboxes stay for somebody to look into (spec 14). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PersistTest {

    private static final Isol8Options PERSIST =
            Isol8Options.builder().persist(true).build();

    private final EngineFixture fixture = new EngineFixture(1, PERSIST, PoolPolicy.DEFAULT);

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private void assertNothingStays() {
        await().untilAsserted(() -> assertThat(fixture.containers.open()).isEmpty());
        assertThat(fixture.containers.left()).isEmpty();
    }

    @Test
    void theSandboxIsNamedAndStaysWithWhatRunsInIt() {
        fixture.containers.onAnything(
                run -> run.stdout(run.spec().keep() + " " + run.spec().zygote()));

        ExecutionResult result = fixture.engine.execute(request("x"));

        assertThat(result.stdout()).isEqualTo("true false");
        assertThat(fixture.containers.left()).extracting(InMemorySandbox::id).containsExactly(result.containerId());
        assertThat(fixture.containers.left().get(0).spec().lasting()).isTrue();
        assertThat(fixture.journal.entries()).doesNotContain("reset", "close");

        ExecutionResult second = fixture.engine.execute(request("x"));
        assertThat(second.containerId()).isNotEqualTo(result.containerId());
        fixture.engine.close();
        assertThat(fixture.containers.left()).hasSize(2);
    }

    @Test
    void aProgramOverItsTimeLeavesItsSandbox() {
        fixture.containers.onAnything(run -> run.hang());
        EngineFixture.Caller caller = fixture.start(request("x"));
        fixture.awaitRunning(1);
        fixture.clock.advance(Duration.ofSeconds(30));

        ExecutionResult result = caller.result().join();

        assertThat(result.termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(fixture.containers.left()).extracting(InMemorySandbox::id).containsExactly(result.containerId());
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "WRITE_FILE", "SPAWN", "LEAVE"})
    void aSandboxThatNoResultNamesDoesNotStay(Operation operation) {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.containers.failNext(operation, ErrorCode.ENGINE_FAILED);

        assertFails(ErrorCode.ENGINE_FAILED, () -> fixture.engine.execute(request("x")));

        assertNothingStays();
    }

    @Test
    void nothingStaysOfAProgramThatCannotBeStarted() {
        assertFails(ErrorCode.START_FAILED, () -> fixture.engine.execute(request("nobody knows this")));

        assertNothingStays();
    }

    @Test
    void nothingStaysOfAnExecutionThatWasCancelledBeforehand() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        fixture.containers.before(Operation.CREATE, () -> {
            making.countDown();
            await().until(() -> made.getCount() == 0);
        });
        EngineFixture.Caller caller = fixture.start(request("x"));
        await().until(() -> making.getCount() == 0);
        Thread stopping = new Thread(fixture.engine::stop);
        stopping.start();
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        made.countDown();

        assertThat(caller.failure()).isNotNull();
        await().until(() -> !stopping.isAlive());
        assertNothingStays();
    }

    @Test
    void nothingStaysOfASandboxThatDoesNotAnswer() {
        CountDownLatch deaf = new CountDownLatch(1);
        fixture.containers.onAnything(run -> run.deaf().signalTo(deaf).hang());
        EngineFixture.Caller caller = fixture.start(request("x"));
        await().until(() -> deaf.getCount() == 0);
        caller.awaitWaiting();
        fixture.clock.advance(Duration.ofSeconds(32));

        assertThat(caller.result().join().termination()).isEqualTo(Termination.TIMEOUT);
        assertNothingStays();
    }

    @Test
    void persistentModeIgnoresIt() {
        Isol8Options both = PERSIST.toBuilder().mode(Mode.PERSISTENT).build();
        try (EngineFixture persistent = new EngineFixture(1, both)) {
            persistent.containers.onAnything(run -> run.exit(0));
            persistent.engine.execute(request("x"));

            assertThat(persistent.containers.open().get(0).spec().lasting()).isFalse();
            persistent.engine.stop();
            assertThat(persistent.containers.left()).isEmpty();
        }
    }

    @Test
    void noSandboxIsMadeAheadThatWouldStay() {
        fixture.engine.prewarm(List.of("python"));

        assertThat(fixture.journal.entries()).contains("ensure python");
        fixture.engine.stop();
        assertThat(fixture.containers.created()).isZero();
    }
}
