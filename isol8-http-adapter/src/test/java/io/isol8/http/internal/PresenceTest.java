package io.isol8.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether the clients of running executions are still there. */
class PresenceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long IDLE = 30_000;

    private final AtomicInteger cancelled = new AtomicInteger();
    private final Presence presence = new Presence();

    @AfterEach
    void close() {
        presence.close();
    }

    /** A connection that counts how often it is asked. */
    private static final class Asked implements Presence.Connection {

        private final BooleanSupplier gone;
        private final AtomicInteger times = new AtomicInteger();
        private volatile long idleTimeout = IDLE;

        Asked(BooleanSupplier gone) {
            this.gone = gone;
        }

        @Override
        public boolean isGone() {
            times.incrementAndGet();
            return gone.getAsBoolean();
        }

        @Override
        public long getIdleTimeout() {
            return idleTimeout;
        }

        @Override
        public void setIdleTimeout(long milliseconds) {
            idleTimeout = milliseconds;
        }
    }

    private void awaitCancelled() {
        await().atMost(PATIENCE).until(() -> cancelled.get() == 1);
    }

    @Test
    void whoIsGoneIsToldOfOnce() {
        Asked gone = new Asked(() -> true);
        Presence.Watch watch = presence.watch(gone);
        watch.whenGone(cancelled::incrementAndGet);

        awaitCancelled();
        watch.look();

        assertThat(gone.times).as("nobody asks once it is known").hasValue(1);
    }

    @Test
    void aWatchThatIsClosedSeesNothingMore() {
        Asked gone = new Asked(() -> true);
        Presence.Watch watch = presence.watch(gone);
        watch.allowSilence(Duration.ZERO);
        assertThat(gone.idleTimeout).isZero();

        watch.close();
        watch.whenGone(cancelled::incrementAndGet);
        watch.look();

        assertThat(gone.times).hasValue(0);
        assertThat(gone.idleTimeout).isEqualTo(IDLE);
    }

    @Test
    void oneThatCannotBeSeenKeepsNobodyFromBeingWatched() {
        Asked unseen = new Asked(() -> {
            throw new IllegalStateException("it is in no state to be asked");
        });
        presence.watch(unseen).whenGone(() -> {});
        await().atMost(PATIENCE).until(() -> unseen.times.get() > 1);

        presence.watch(new Asked(() -> true)).whenGone(cancelled::incrementAndGet);

        awaitCancelled();
    }
}
