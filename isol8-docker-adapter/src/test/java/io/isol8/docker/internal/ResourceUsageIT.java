package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.ResourceUsage;
import io.isol8.engine.LocalEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run cost, as results tell it (spec 20). */
@Tag("alone")
class ResourceUsageIT {

    private static final LocalEngine ENGINE = OwnContainers.asShipped().engine(Isol8Options.defaults(), 1);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static ExecutionResult run(String code) {
        return ENGINE.execute(ExecutionRequest.builder("python")
                .code(code)
                .trackResources(true)
                .build());
    }

    @Test
    void durationIsTheProgramsOwn() {
        ExecutionResult result = run("import time; time.sleep(0.5)");

        assertThat(result.durationMs()).isBetween(500L, 60_000L);
        assertThat(result.resourceUsage().orElseThrow().cpuTimeMs()).isBetween(1.0, result.durationMs() - 450.0);
    }

    @Test
    void aBurnerOfProcessorTimeIsChargedForIt() {
        ExecutionResult result = run("""
                import time
                while time.process_time() < 0.6: pass
                """);

        ResourceUsage usage = result.resourceUsage().orElseThrow();
        assertThat(usage.cpuTimeMs()).isBetween(600.0, 1500.0);
        assertThat(usage.cpuTimeMs()).isLessThan(result.durationMs() * 1.2 + 50);
        assertThat(usage.cpuPercent()).isBetween(5.0, 120.0);
    }

    @Test
    void childrenAreChargedForToo() {
        ExecutionResult result = run("""
                import os, time
                for i in range(2):
                    if os.fork() == 0:
                        while time.process_time() < 0.3: pass
                        os._exit(0)
                os.wait(); os.wait()
                """);

        assertThat(result.resourceUsage().orElseThrow().cpuTimeMs()).isBetween(600.0, 1500.0);
    }

    @Test
    void theMostMemoryIsReported() {
        ResourceUsage hog = run("b = b'x' * (200 << 20)\ndel b").resourceUsage().orElseThrow();
        ResourceUsage frugal = run("pass").resourceUsage().orElseThrow();

        assertThat(hog.peakMemoryMB()).isBetween(200.0, 300.0);
        assertThat(hog.memoryMB()).isBetween(0.1, 100.0);
        assertThat(frugal.peakMemoryMB()).isBetween(1.0, 60.0);
    }
}
