package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.LocalEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine is in the end what it was in the beginning. */
@Tag("alone")
class ManyRunsIT {

    private static final int RUNS = 10_000;
    private static final int AT_A_TIME = 2;
    private static final int BATCH = 500;

    /** A sandbox more, or an idle connection to Docker, is a matter of timing; a leak in one run of a thousand is twice that. */
    private static final int SLACK = RUNS / 2000;

    private static final long MEBIBYTE = 1 << 20;

    /** @param files what is open, by kind or name, with how often */
    private record Footprint(int threads, Map<String, Long> files, int containers, long heap) {

        private long openFiles() {
            return files.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private final OwnContainers containers = OwnContainers.asShipped();

    private Footprint footprint() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return new Footprint(
                    Thread.getAllStackTraces().size(),
                    descriptors.collect(Collectors.groupingBy(ManyRunsIT::target, Collectors.counting())),
                    containers.living().size(),
                    usedHeap());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceFirst(":\\[\\d+\\]$", "");
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void run(LocalEngine engine, int runs, ExecutorService callers) {
        for (int done = 0; done < runs; done += BATCH) {
            List<CompletableFuture<Void>> batch = new ArrayList<>();
            for (int number = done; number < done + BATCH; number++) {
                int current = number;
                batch.add(CompletableFuture.runAsync(() -> run(engine, current), callers));
            }
            batch.forEach(CompletableFuture::join);
        }
    }

    /** Those at a time are alike, so that there are soon as many sandboxes of each kind as there will ever be. */
    private static void run(LocalEngine engine, int number) {
        ExecutionRequest request = ExecutionRequest.builder(number / AT_A_TIME % 8 == 0 ? "python" : "bash")
                .cmd("echo " + number)
                .file("input", "some text")
                .outputPath("input")
                .build();
        ExecutionResult result = number % 3 == 0 ? engine.execute(request, event -> {}) : engine.execute(request);
        assertThat(result.exitCode()).isZero();
        assertThat(result.files()).isPresent();
    }

    @Test
    @Timeout(900)
    void tenThousandRunsLeaveNothing() throws IOException {
        ExecutorService callers = Executors.newFixedThreadPool(AT_A_TIME);
        try (LocalEngine engine = containers.engine(Isol8Options.defaults(), AT_A_TIME, PoolPolicy.DEFAULT)) {
            run(engine, BATCH, callers);
            Footprint before = footprint();

            run(engine, RUNS, callers);

            await().atMost(TestDocker.PATIENCE).untilAsserted(() -> {
                Footprint after = footprint();
                assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + SLACK);
                assertThat(after.openFiles())
                        .as("open files: %s, before: %s", after.files(), before.files())
                        .isLessThanOrEqualTo(before.openFiles() + SLACK);
                assertThat(after.containers()).isLessThanOrEqualTo(before.containers());
                assertThat(after.heap()).isLessThan(before.heap() + 8 * MEBIBYTE);
            });
        } finally {
            callers.shutdownNow();
        }
        assertThat(containers.living()).isEmpty();
    }
}
