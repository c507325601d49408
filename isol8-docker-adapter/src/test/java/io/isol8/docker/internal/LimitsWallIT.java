package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Sandbox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a program may use (spec 13.2). */
class LimitsWallIT {

    private static Ran python(OwnContainers containers, Isol8Options options, String script)
            throws InterruptedException {
        try (containers;
                Sandbox sandbox = containers.create("python", options)) {
            return Ran.python(sandbox, script);
        }
    }

    private static Ran bash(OwnContainers containers, String script) throws InterruptedException {
        try (containers;
                Sandbox sandbox = containers.create("bash")) {
            return Ran.bash(sandbox, script);
        }
    }

    @Test
    void processesAreCounted() throws InterruptedException {
        Isol8Options options = Isol8Options.builder().pidsLimit(32).build();
        String script = """
                import os, signal
                children = 0
                try:
                    while children < 100:
                        if os.fork() == 0:
                            signal.pause()
                        children += 1
                    print('forked on')
                except BlockingIOError:
                    print('stopped at', children)
                """;

        assertThat(python(OwnContainers.asShipped(), options, script).said()).isEqualTo("stopped at 30");
        assertThat(python(OwnContainers.changedHost(host -> host.remove("PidsLimit")), options, script)
                        .said())
                .isEqualTo("forked on");
    }

    @Test
    void theSupervisorAnswersWhenNoProcessIsLeft() throws InterruptedException {
        Isol8Options options = Isol8Options.builder().pidsLimit(16).build();
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", options)) {
            Ran bomb = Ran.bash(sandbox, "f() { f | f & }; f 2>/dev/null; sleep 0.2; echo survived");
            Ran next = Ran.bash(sandbox, "echo next");

            assertThat(bomb.exit().deadlinePassed()).isFalse();
            assertThat(next.out()).isEqualTo("next");
        }
    }

    @Test
    void memoryIsBounded() throws InterruptedException {
        Isol8Options options = Isol8Options.builder().memoryLimit("64m").build();
        String script = "b = b'x' * (128 << 20); print('allocated')";

        Ran bounded = python(OwnContainers.asShipped(), options, script);
        assertThat(bounded.exit().signaled()).isTrue();
        assertThat(bounded.exit().status()).isEqualTo(9);
        assertThat(bounded.exit().memoryKill()).isTrue();
        assertThat(python(
                                OwnContainers.changedHost(host -> host.remove(List.of("Memory", "MemorySwap"))),
                                options,
                                script)
                        .said())
                .isEqualTo("allocated");
    }

    @Test
    void filesCountAsMemory() throws InterruptedException {
        Isol8Options options =
                Isol8Options.builder().memoryLimit("64m").sandboxSize("256m").build();
        String script = "open('/sandbox/f', 'wb').write(b'x' * (16 << 20) * 6)";

        assertThat(python(OwnContainers.asShipped(), options, script).exit().memoryKill())
                .isTrue();
    }

    @Test
    void processorTimeIsRationed() throws InterruptedException {
        Isol8Options options = Isol8Options.builder().cpuLimit(0.2).build();
        String script = """
                import glob, time
                def is_throttled():
                    for name in glob.glob('/sys/fs/cgroup/cpu.stat') + glob.glob('/sys/fs/cgroup/cpu/cpu.stat'):
                        for line in open(name):
                            if line.startswith('nr_throttled'):
                                return int(line.split()[1]) > 0
                while time.process_time() < 0.3 or not is_throttled() and time.process_time() < 2: pass
                print('throttled' if is_throttled() else 'free')
                """;

        Ran rationed = python(OwnContainers.asShipped(), options, script);
        assertThat(rationed.out()).isEqualTo("throttled");
        assertThat(rationed.exit().cpu()).isLessThan(rationed.exit().wall().dividedBy(2));
        assertThat(python(OwnContainers.changedHost(host -> host.remove("NanoCpus")), options, script)
                        .out())
                .isNotEqualTo("throttled");
    }

    @Test
    void openFilesAreBounded() throws InterruptedException {
        String script = "ulimit -n; ulimit -Hn";

        assertThat(bash(OwnContainers.asShipped(), script).out()).isEqualTo("4096\n4096");
        assertThat(bash(OwnContainers.changedHost(host -> host.remove("Ulimits")), script)
                        .out())
                .isNotEqualTo("4096\n4096");
    }

    @Test
    void noCoresAreDumped() throws InterruptedException {
        String script = "ulimit -c; ulimit -Hc";

        assertThat(bash(OwnContainers.asShipped(), script).out()).isEqualTo("0\n0");
        assertThat(bash(OwnContainers.changedHost(host -> host.remove("Ulimits")), script)
                        .out())
                .describedAs("the supervisor sees to it as well")
                .isEqualTo("0\n0");
        assertThat(BareContainer.run(config -> {}, "bash", "-c", script)).isEqualTo("0\n0");
        assertThat(BareContainer.run(
                        config -> config.withObject("/HostConfig").remove("Ulimits"), "bash", "-c", script))
                .isNotEqualTo("0\n0");
    }
}
