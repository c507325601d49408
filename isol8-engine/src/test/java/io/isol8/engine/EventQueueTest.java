package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.StreamEvent;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final StreamEvent FULL =
            new StreamEvent.Output(OutputChannel.STDOUT, "x".repeat(64 * 1024), Phase.CODE);
    private static final StreamEvent LAST = new StreamEvent.Output(OutputChannel.STDOUT, "last", Phase.CODE);

    private final TestClock clock = new TestClock();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final EventQueue events = new EventQueue(clock, cancelled::get);
    private final CompletableFuture<Boolean> putWhileInterrupted = new CompletableFuture<>();
    private final Thread putter = new Thread(() -> {
        events.put(LAST);
        putWhileInterrupted.complete(Thread.currentThread().isInterrupted());
    });

    /** The queue is full and somebody waits to put one event more. */
    @BeforeEach
    void fill() {
        events.put(FULL);
        putter.start();
        await().until(() -> putter.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void whoeverPutsWaitsUntilThereIsRoom() throws InterruptedException {
        assertThat(events.poll(Duration.ZERO)).contains(FULL);

        assertThat(events.poll(PATIENCE)).contains(LAST);
        assertThat(putWhileInterrupted.join()).isFalse();
        assertThat(events.poll(Duration.ZERO)).isEmpty();
        assertThat(events.isOver()).isFalse();
        events.end();
        assertThat(events.isOver()).isTrue();
        assertThat(events.poll(PATIENCE)).isEmpty();
    }

    @Test
    void anInterruptHasToWaitAndIsNotLost() throws InterruptedException {
        putter.interrupt();
        await().until(() -> putter.getState() == Thread.State.TIMED_WAITING);
        assertThat(putWhileInterrupted).isNotDone();

        assertThat(events.poll(Duration.ZERO)).contains(FULL);

        assertThat(putWhileInterrupted.join()).isTrue();
        assertThat(events.poll(PATIENCE)).contains(LAST);
    }

    @Test
    void nobodyWaitsForRoomAfterTheDeadline() throws InterruptedException {
        events.unboundedFrom(clock.nanos() + 1);
        clock.advance(Duration.ofNanos(1));

        putWhileInterrupted.join();

        assertThat(events.poll(Duration.ZERO)).contains(FULL);
        assertThat(events.poll(Duration.ZERO)).contains(LAST);
    }

    @Test
    void nobodyWaitsForRoomOnceTheExecutionIsCancelled() throws InterruptedException {
        cancelled.set(true);

        putWhileInterrupted.join();

        assertThat(events.poll(Duration.ZERO)).contains(FULL);
        assertThat(events.poll(Duration.ZERO)).contains(LAST);
    }

    @Test
    void whatNobodyWantsIsDropped() throws InterruptedException {
        events.discard();

        putWhileInterrupted.join();

        events.put(LAST);
        assertThat(events.poll(Duration.ZERO)).isEmpty();
        events.end();
        assertThat(events.isOver()).isTrue();
    }

    @Test
    void whatIsThereAtTheEndCanStillBeTaken() throws InterruptedException {
        assertThat(events.poll(Duration.ofSeconds(Long.MAX_VALUE))).contains(FULL);
        putWhileInterrupted.join();
        events.end();
        assertThat(events.isOver()).isFalse();

        assertThat(events.poll(PATIENCE)).contains(LAST);
        assertThat(events.isOver()).isTrue();
    }
}
