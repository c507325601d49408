package io.isol8.auth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastUsesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID KEY = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long begin = System.nanoTime();
    private final List<Map<UUID, Instant>> written = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final LastUses uses = new LastUses(batch -> {
        attempts.incrementAndGet();
        if (failing.get()) {
            throw new IllegalStateException("gone");
        }
        written.add(batch);
    });

    @AfterEach
    void close() {
        uses.close();
    }

    @Test
    void manyUsesAreWrittenTogetherAndOnceForEachKey() {
        for (int i = 0; i < 100_000; i++) {
            uses.note(KEY, NOON.plusMillis(i));
            uses.note(OTHER, NOON.minusMillis(i));
        }
        uses.close();

        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        assertThat(written).hasSizeLessThanOrEqualTo((int) seconds + 1);
        assertThat(written.get(written.size() - 1)).containsEntry(KEY, NOON.plusMillis(99_999));
        assertThat(written.get(0)).containsEntry(OTHER, NOON);
    }

    @Test
    void usesAreWrittenWithoutBeingAskedFor() {
        uses.note(KEY, NOON);

        await().atMost(PATIENCE).until(() -> written.equals(List.of(Map.of(KEY, NOON))));
    }

    @Test
    void aUseIsWrittenOnce() {
        uses.note(KEY, NOON);
        await().atMost(PATIENCE).until(() -> written.size() == 1);
        uses.note(OTHER, NOON);

        uses.close();

        assertThat(written).containsExactly(Map.of(KEY, NOON), Map.of(OTHER, NOON));
    }

    @Test
    void whatCouldNotBeWrittenIsTriedAgain() {
        failing.set(true);
        uses.note(KEY, NOON);
        uses.note(OTHER, NOON);
        uses.close();
        assertThat(written).isEmpty();

        failing.set(false);
        uses.note(KEY, NOON.plusSeconds(1));
        uses.close();

        assertThat(written).containsExactly(Map.of(KEY, NOON.plusSeconds(1), OTHER, NOON));
    }

    @Test
    void failuresDoNotEndTheWriting() {
        failing.set(true);
        uses.note(KEY, NOON);
        await().atMost(PATIENCE).until(() -> attempts.get() >= 2);

        failing.set(false);

        await().atMost(PATIENCE).until(() -> written.equals(List.of(Map.of(KEY, NOON))));
    }

    @Test
    void aUseDuringTheWritingIsNotLost() {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Map<UUID, Instant>> slowlyWritten = new CopyOnWriteArrayList<>();
        LastUses slow = new LastUses(batch -> {
            writing.countDown();
            waitFor(goOn);
            slowlyWritten.add(batch);
        });
        slow.note(KEY, NOON);
        waitFor(writing);

        slow.note(KEY, NOON.plusSeconds(5));
        goOn.countDown();
        slow.close();

        assertThat(slowlyWritten).containsExactly(Map.of(KEY, NOON), Map.of(KEY, NOON.plusSeconds(5)));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
