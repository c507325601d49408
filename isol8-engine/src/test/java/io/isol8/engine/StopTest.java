package io.isol8.engine;

import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RunningExecution;
import io.isol8.testkit.InMemorySandbox;
import io.isol8.testkit.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping, whatever is going on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {

    private static final SessionKey KEY = new SessionKey("tenant", "s");
    private static final ExecutionRequest EVERYTHING = ExecutionRequest.builder("python")
            .code("x")
            .file("in", "in")
            .setupScript("setup")
            .outputPath("out")
            .build();

    private final EngineFixture fixture = new EngineFixture(3, Isol8Options.defaults(), PoolPolicy.DEFAULT);

    @AfterEach
    void close() {
        fixture.close();
        assertThat(fixture.containers.open()).isEmpty();
    }

    private void assertStoppedAndGoesOn() {
        assertThat(fixture.containers.open()).isEmpty();
        assertThat(fixture.service.sessions()).isEmpty();
        fixture.containers.onSource("after", run -> run.stdout("still works"));
        fixture.engine.start();
        for (int i = 0; i < 4; i++) {
            assertThat(fixture.engine.execute(request("after")).stdout()).isEqualTo("still works");
        }
    }

    /** Stops while the execution is in the midst of an operation; what it comes to is not important here. */
    @ParameterizedTest
    @CsvSource({
        "CREATE,     false", "CREATE,     true",
        "WRITE_FILE, false", "WRITE_FILE, true",
        "SPAWN,      false", "SPAWN,      true",
        "READ_FILE,  false", "READ_FILE,  true",
        "RESET,      false",
    })
    void inTheMidstOfAnOperation(Operation operation, boolean inSession) throws InterruptedException {
        fixture.containers.onSource("setup", run -> run.exit(0));
        fixture.containers.onSource("x", run -> run.exit(0));
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.before(operation, () -> {
            there.countDown();
            await().until(() -> go.getCount() == 0);
        });
        RunningExecution running = inSession
                ? fixture.service.executeStream(EngineFixture.order(EVERYTHING, KEY))
                : fixture.engine.executeStream(EVERYTHING);
        there.await();
        Thread stopping = new Thread(fixture.engine::stop);
        stopping.start();
        await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        stopping.join();

        assertStoppedAndGoesOn();
        running.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"setup", "x"})
    void whileSomethingRunsOrStalls(String hanging) throws InterruptedException {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.containers.onSource(hanging, run -> {
            for (int i = 0; i < 1000; i++) {
                run.stdout("x".repeat(10_000));
            }
        });
        List<RunningExecution> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(fixture.engine.executeStream(EVERYTHING));
            running.add(fixture.service.executeStream(EngineFixture.order(EVERYTHING, KEY)));
        }
        await().until(() -> fixture.containers.open().stream()
                        .filter(InMemorySandbox::stalled)
                        .count()
                == 3);

        fixture.engine.stop();

        assertStoppedAndGoesOn();
        running.forEach(RunningExecution::close);
    }

    @Test
    void anExecutionThatWasAskedForBeforeDoesNotRunAfterwards() {
        fixture.containers.onAnything(run -> run.exit(0));
        for (int i = 0; i < 100; i++) {
            RunningExecution running = fixture.engine.executeStream(request("x"));
            fixture.engine.stop();
            long spawned = spawned();
            fixture.engine.start();
            running.close();
            assertThat(spawned()).isEqualTo(spawned);
        }
    }

    /** The one that runs ends while it is being cancelled, and those behind it are not yet. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, false"})
    void whoeverWaitedDoesNotGetTheTurnOfWhoeverIsCancelled(boolean inSession, boolean endingTheSession) {
        CountDownLatch go = new CountDownLatch(1);
        fixture.containers.onSource("first", run -> run.await(go).exit(0));
        fixture.containers.onSource("next", run -> run.exit(0));
        List<EngineFixture.Caller> first = new ArrayList<>();
        for (int i = 0; i < (inSession ? 1 : 3); i++) {
            first.add(fixture.start(order("first", inSession)));
        }
        fixture.awaitRunning(first.size());
        List<EngineFixture.Caller> queue = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            queue.add(fixture.start(order("next", inSession)).awaitWaiting());
        }
        fixture.containers.before(Operation.KILL, () -> {
            go.countDown();
            await().until(() -> queue.get(0).result().isDone());
        });

        if (endingTheSession) {
            fixture.service.endSession(KEY);
        } else {
            fixture.engine.stop();
        }

        assertThat(queue)
                .allSatisfy(caller -> assertThat(caller.failure())
                        .isInstanceOfSatisfying(
                                Isol8Exception.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED)));
        first.forEach(caller -> assertThat(caller.failure()).isNull());
    }

    private static ExecutionOrder order(String code, boolean inSession) {
        return new ExecutionOrder(
                request(code), Isol8Options.defaults(), KEY.tenant(), inSession ? Optional.of(KEY) : Optional.empty());
    }

    private long spawned() {
        return fixture.journal.entries().stream()
                .filter(entry -> entry.startsWith("spawn"))
                .count();
    }

    @Test
    void atAnyMomentWithAllKindsOfExecutions() throws InterruptedException {
        fixture.containers.onAnything(run -> run.stdout("x").exit(0));
        fixture.containers.onSource("hang", run -> run.hang());
        fixture.containers.onSource("flood", run -> {
            while (true) {
                run.stdout("x".repeat(10_000));
            }
        });
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            Random random = new Random(number);
            Thread caller = new Thread(() -> {
                while (!over.get()) {
                    use(random);
                }
            });
            caller.start();
            callers.add(caller);
        }
        Random random = new Random(42);
        for (int i = 0; i < 40; i++) {
            int spins = random.nextInt(20_000);
            for (int spin = 0; spin < spins; spin++) {
                Thread.onSpinWait();
            }
            fixture.engine.stop();
            fixture.engine.start();
        }
        over.set(true);
        await().until(() -> {
            fixture.engine.stop();
            return callers.stream().noneMatch(Thread::isAlive);
        });

        assertStoppedAndGoesOn();
    }

    private void use(Random random) {
        String code = List.of("quick", "quick", "hang", "flood").get(random.nextInt(4));
        ExecutionRequest request = ExecutionRequest.builder("python")
                .code(code)
                .setupScript(random.nextBoolean() ? "setup" : null)
                .interactive(random.nextBoolean())
                .outputPath("out")
                .build();
        try {
            if (random.nextBoolean()) {
                try (RunningExecution running = random.nextBoolean()
                        ? fixture.engine.executeStream(request)
                        : fixture.service.executeStream(EngineFixture.order(request, KEY))) {
                    running.next();
                }
            } else {
                ExecutionResult result = random.nextBoolean()
                        ? fixture.engine.execute(request)
                        : fixture.service.execute(EngineFixture.order(request, KEY));
                assertThat(result.files()).isPresent();
            }
        } catch (Isol8Exception e) {
            assertThat(e.code()).isIn(ErrorCode.CANCELLED, ErrorCode.SANDBOX_LOST);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
