package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.ports.Clock;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import io.isol8.ports.SystemClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At its deadline a program is dead, whatever it did to live on (spec 15.2, 15.3). Watched from the host. */
@Tag("alone")
class DeadlineIT {

    private static final Clock CLOCK = SystemClock.INSTANCE;
    private static final Duration LATENESS = Duration.ofMillis(250);

    /** What a pause of the whole machine may make of it. */
    private static final Duration MOST_LATENESS = Duration.ofSeconds(10);

    private static final Duration LONGEST_DEADLINE = Duration.ofSeconds(2);
    private static final int TIMES = 100;

    /** Longer than programs take to get to what they do. */
    private Duration deadline = Duration.ofMillis(150);

    /** Ignores what can be ignored and leaves a grandchild in a session of its own, whose parents have gone. */
    private static List<String> daemon(String word) {
        return List.of(
                "bash",
                "-c",
                "trap '' TERM HUP INT QUIT; ((setsid sleep " + word + " <&- >&- 2>&- &) &); exec sleep " + word);
    }

    /** Both of its processes; fewer if the deadline came first. */
    private List<Long> awaitDaemon(String word) {
        long begin = CLOCK.nanos();
        List<Long> pids = HostProcesses.withArgument(word);
        while (pids.size() < 2 && CLOCK.nanos() - begin < deadline.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            pids = HostProcesses.withArgument(word);
        }
        return pids;
    }

    /** When one of them was last seen alive, at the beginning at least. */
    private static long awaitDeath(List<Long> pids, long begin) {
        AtomicLong seen = new AtomicLong(begin);
        await().atMost(TestDocker.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    long now = CLOCK.nanos();
                    if (pids.stream().noneMatch(HostProcesses::lives)) {
                        return true;
                    }
                    seen.set(now);
                    return false;
                });
        return seen.get();
    }

    @Test
    @Timeout(300)
    void whateverAProgramDoesItIsDeadInTime() throws InterruptedException {
        List<Duration> lateness = new ArrayList<>();
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash")) {
            while (lateness.size() < TIMES) {
                String word = HostProcesses.uniqueSleep();
                long begin = CLOCK.nanos();
                SandboxProcess process = sandbox.spawn(Ran.spec(daemon(word), deadline));
                List<Long> pids = awaitDaemon(word);
                long death = awaitDeath(pids, begin);
                if (pids.size() == 2) {
                    lateness.add(Duration.ofNanos(death - begin).minus(deadline));
                } else if (deadline.compareTo(LONGEST_DEADLINE) < 0) {
                    deadline = deadline.multipliedBy(2);
                }
                assertThat(Ran.follow(process).exit().deadlinePassed()).isTrue();
                assertThat(HostProcesses.withArgument(word)).isEmpty();
            }
        }
        assertThat(lateness).allMatch(late -> late.compareTo(MOST_LATENESS) < 0);
        lateness.sort(Comparator.naturalOrder());
        assertThat(lateness.get(TIMES * 9 / 10)).isLessThan(LATENESS);
    }

    @Test
    void nothingOutlivesAProgramThatEndsByItself() throws InterruptedException {
        String word = HostProcesses.uniqueSleep();
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash")) {
            List<String> argv = List.of("bash", "-c", "(setsid sleep " + word + " &); read -r line; exit 5");

            Ran ran = Ran.argv(sandbox, argv);

            assertThat(ran.exit().signaled()).isFalse();
            assertThat(ran.exit().status()).isEqualTo(5);
            assertThat(HostProcesses.withArgument(word)).isEmpty();
        }
    }

    @Test
    void aForkBombIsOverAtItsDeadline() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash")) {
            SandboxProcess bomb = sandbox.spawn(Ran.spec(
                    List.of("bash", "-c", "f() { f & f & sleep 60; }; while :; do f 2>/dev/null; done"),
                    Duration.ofMillis(500)));

            Ran ran = Ran.follow(bomb);

            assertThat(ran.exit().deadlinePassed()).isTrue();
            assertThat(ran.exit().wall()).isLessThan(Duration.ofSeconds(10));
            assertThat(Ran.bash(sandbox, "echo alive").out()).isEqualTo("alive");
        }
    }
}
