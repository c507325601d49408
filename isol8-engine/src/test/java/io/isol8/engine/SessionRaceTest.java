package io.isol8.engine;

import static io.isol8.engine.EngineFixture.order;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that are begun, used, ended and pruned by many at once. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SessionRaceTest {

    private static final List<SessionKey> KEYS =
            List.of(new SessionKey("a", "1"), new SessionKey("a", "2"), new SessionKey("b", "1"));
    private static final Duration NO_TIME = Duration.ZERO;

    private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

    private List<Thread> start(int threads, Runnable task) {
        List<Thread> started = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((unused, failure) -> surprises.add(failure));
            thread.start();
            started.add(thread);
        }
        return started;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Whoever takes a session out has to remove it, or its sandbox stays for ever. */
    @Test
    void everySessionThatSomebodyEnteredIsThereOrIsRemovedByOne() throws InterruptedException {
        TestClock clock = new TestClock();
        Sessions sessions = new Sessions(10, clock);
        Set<Session> entered = ConcurrentHashMap.newKeySet();
        Set<Session> ended = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> enterers = start(3, () -> {
            for (int i = 0; i < 100_000; i++) {
                Control execution = new Control();
                try (Session.Visit visit =
                        sessions.enter(KEYS.get(0), Isol8Options.defaults(), Integer.MAX_VALUE, execution)) {
                    entered.add(visit.session());
                }
            }
        });
        List<Thread> pruner = start(1, () -> {
            while (!over.get()) {
                clock.advance(Duration.ofNanos(1));
                ended.addAll(sessions.endIdle(NO_TIME));
            }
        });
        join(enterers);
        over.set(true);
        join(pruner);
        ended.addAll(sessions.endAll());

        assertThat(surprises).isEmpty();
        assertThat(ended).containsAll(entered);
        assertThat(sessions.list()).isEmpty();
    }

    @Test
    void beginningUsingEndingAndPruningAtOnceLeaksNothing() throws InterruptedException {
        try (EngineFixture fixture = new EngineFixture(3)) {
            fixture.containers.onSource("quick", run -> run.stdout("ran"));
            fixture.containers.onSource("hang", run -> run.hang());
            AtomicBoolean over = new AtomicBoolean();
            List<Thread> threads = start(6, () -> {
                Random random = new Random(Thread.currentThread().getId());
                for (int i = 0; i < 150; i++) {
                    use(fixture, random);
                }
            });
            List<Thread> pruner = start(1, () -> {
                Random random = new Random(7);
                while (!over.get()) {
                    fixture.clock.advance(Duration.ofMillis(20));
                    fixture.service.pruneSessions(NO_TIME);
                    fixture.service.endSession(KEYS.get(random.nextInt(KEYS.size())));
                    LockSupport.parkNanos(1000);
                }
            });
            join(threads);
            over.set(true);
            join(pruner);
            KEYS.forEach(fixture.service::endSession);

            assertThat(surprises).isEmpty();
            assertThat(fixture.service.sessions()).isEmpty();
            await().untilAsserted(() -> assertThat(fixture.containers.open()).isEmpty());
            fixture.assertNothingLeaks();
        }
    }

    private static void use(EngineFixture fixture, Random random) {
        SessionKey key = KEYS.get(random.nextInt(KEYS.size()));
        try {
            if (random.nextInt(4) == 0) {
                fixture.service.files(key).write("/sandbox/f", 0644, new byte[10]);
            } else {
                fixture.service.execute(order(request(random.nextInt(5) == 0 ? "hang" : "quick"), key));
            }
        } catch (Isol8Exception e) {
            assertThat(e.code()).isIn(ErrorCode.CANCELLED, ErrorCode.NO_SANDBOX, ErrorCode.SANDBOX_LOST);
        }
    }
}
