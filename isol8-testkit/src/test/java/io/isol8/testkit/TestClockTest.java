package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestClockTest {

    private final TestClock clock = new TestClock();

    @Test
    void standsStillUntilItIsMoved() {
        Instant begin = clock.now();
        assertThat(clock.now()).isEqualTo(begin);
        assertThat(clock.nanos()).isZero();

        clock.advance(Duration.ofMillis(3));

        assertThat(clock.now()).isEqualTo(begin.plusMillis(3));
        assertThat(clock.nanos()).isEqualTo(3_000_000);
    }

    @Test
    void alarmsGoOffInOrderEachAtItsTime() {
        List<String> heard = new ArrayList<>();
        clock.schedule(Duration.ofSeconds(2), () -> heard.add("b " + clock.nanos() / 1_000_000));
        clock.schedule(Duration.ofSeconds(1), () -> heard.add("a " + clock.nanos() / 1_000_000));
        clock.schedule(Duration.ofSeconds(9), () -> heard.add("too late"));
        clock.schedule(Duration.ofSeconds(1), () -> heard.add("taken back")).run();

        clock.advance(Duration.ofSeconds(5));

        assertThat(heard).containsExactly("a 1000", "b 2000");
        assertThat(clock.nanos()).isEqualTo(5_000_000_000L);
    }

    @Test
    void anAlarmMaySetAnother() {
        List<Long> heard = new ArrayList<>();
        clock.schedule(
                Duration.ofNanos(10), () -> clock.schedule(Duration.ofNanos(10), () -> heard.add(clock.nanos())));

        clock.advance(Duration.ofNanos(100));

        assertThat(heard).containsExactly(20L);
    }
}
