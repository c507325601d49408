package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.ports.Clock;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import io.isol8.ports.SystemClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At its deadline a program is dead, whatever it did to live on (spec 15.2, 15.3). Watched from the host. */
@Tag("alone")
class DeadlineIT {

    private static final Clock CLOCK = SystemClock.INSTANCE;
    private static final Duration DEADLINE = Duration.ofMillis(150);
    private static final Duration LATEST = DEADLINE.plusMillis(250);
    private static final int TIMES = 100;

    /** Ignores what can be ignored and leaves a grandchild in a session of its own, whose parents have gone. */
    private static List<String> daemon(String word) {
        return List.of(
                "bash",
                "-c",
                "trap '' TERM HUP INT QUIT; ((setsid sleep " + word + " <&- >&- 2>&- &) &); exec sleep " + word);
    }

    /** Both of its processes; fewer if the deadline came first. */
    private static List<Long> awaitDaemon(String word) {
        long begin = CLOCK.nanos();
        List<Long> pids = HostProcesses.withArgument(word);
        while (pids.size() < 2 && CLOCK.nanos() - begin < DEADLINE.toNanos()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            pids = HostProcesses.withArgument(word);
        }
        return pids;
    }

    @Test
    @Timeout(120)
    void whateverAProgramDoesItIsDeadInTime() throws InterruptedException {
        List<Long> latenessMillis = new ArrayList<>();
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash")) {
            for (int attempts = 0; latenessMillis.size() < TIMES; attempts++) {
                assertThat(attempts)
                        .as("programs, not all of which got to what they do in time")
                        .isLessThan(2 * TIMES);
                String word = HostProcesses.uniqueSleep();
                long begin = CLOCK.nanos();
                SandboxProcess process = sandbox.spawn(Ran.spec(daemon(word), DEADLINE));
                List<Long> pids = awaitDaemon(word);
                await().atMost(TestDocker.PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> pids.stream().noneMatch(HostProcesses::lives));
                if (pids.size() == 2) {
                    latenessMillis.add(Duration.ofNanos(CLOCK.nanos() - begin).toMillis());
                }
                assertThat(Ran.follow(process).exit().deadlinePassed()).isTrue();
                assertThat(HostProcesses.withArgument(word)).isEmpty();
            }
        }
        assertThat(latenessMillis).hasSize(TIMES).allMatch(millis -> millis <= LATEST.toMillis());
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
            assertThat(ran.exit().wall()).isLessThan(Duration.ofMillis(1500));
            assertThat(Ran.bash(sandbox, "echo alive").out()).isEqualTo("alive");
        }
    }
}
