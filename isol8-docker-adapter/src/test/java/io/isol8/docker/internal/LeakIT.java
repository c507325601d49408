package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.LanguageRuntime;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalEngine;
import io.isol8.engine.LocalService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However many runs end in whatever way: nothing of them stays. */
@Tag("alone")
class LeakIT {

    private static final int AT_A_TIME = 8;

    /** What the tests themselves may keep open to Docker. */
    private static final int OWN_CONNECTIONS = 4;

    /** Its interpreter does not exist. */
    private static final LanguageRuntime GHOST =
            new LanguageRuntime("ghost", "isol8:bash", List.of(".ghost"), List.of("/no/such/interpreter", "{file}"));

    private static final RuntimeRegistry RUNTIMES =
            new RuntimeRegistry(List.of(RuntimeRegistry.builtIn().get("bash"), GHOST));

    private static LocalEngine engine(OwnContainers containers, PoolPolicy pooling) {
        Isol8Options options = Isol8Options.builder().memoryLimit("32m").build();
        LocalService service = new LocalService(
                EngineSettings.defaults()
                        .withRuntimes(RUNTIMES)
                        .withMaxConcurrent(AT_A_TIME)
                        .withPooling(pooling),
                OwnContainers.parts(containers.runtime()));
        return new LocalEngine(service, options);
    }

    /** How the run of that number ended, in a word. */
    private static String run(LocalEngine engine, int number) {
        ExecutionRequest.Builder request = switch (number % 5) {
            case 0 -> ExecutionRequest.builder("bash").code("echo out; echo err >&2; exit " + number);
            case 1 ->
                ExecutionRequest.builder("bash")
                        .code("(setsid sleep 600 &); sleep 600")
                        .timeout(Duration.ofMillis(300));
            case 2 -> ExecutionRequest.builder("ghost").code("x");
            case 3 -> ExecutionRequest.builder("bash").code("tail /dev/zero");
            default -> ExecutionRequest.builder("bash").code("echo ready; sleep 600");
        };
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(outcome(engine, request.build())), "caller-" + number);
        caller.start();
        try {
            if (number % 5 == 4) {
                caller.join(1 + number * 3L);
                caller.interrupt();
            }
            caller.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return outcome.join();
    }

    private static String outcome(LocalEngine engine, ExecutionRequest request) {
        try {
            return engine.execute(request).termination().name();
        } catch (Isol8Exception e) {
            return e.code().name() + (e.code() == ErrorCode.START_FAILED || e.code() == ErrorCode.CANCELLED ? "" : e);
        }
    }

    private static List<String> runAll(LocalEngine engine, int runs) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<CompletableFuture<String>> outcomes = new ArrayList<>();
            for (int number = 0; number < runs; number++) {
                int current = number;
                outcomes.add(CompletableFuture.supplyAsync(() -> run(engine, current), threads));
            }
            return outcomes.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }

    private static long openFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitAtMost(long count, LongSupplier counted) {
        await().pollInSameThread()
                .atMost(TestDocker.PATIENCE)
                .untilAsserted(() -> assertThat(counted.getAsLong()).isLessThanOrEqualTo(count));
    }

    @ParameterizedTest
    @CsvSource({"150, true", "50, false"})
    @Timeout(180)
    void mixedRunsLeaveNothing(int runs, boolean pooled) {
        PoolPolicy pooling = pooled ? PoolPolicy.DEFAULT : PoolPolicy.FRESH;
        try (LocalEngine once = engine(OwnContainers.asShipped(), pooling)) {
            runAll(once, AT_A_TIME);
        }
        int threads = Thread.getAllStackTraces().size();
        long files = openFiles();
        OwnContainers containers = OwnContainers.asShipped();
        try (LocalEngine engine = engine(containers, pooling)) {
            List<String> outcomes = runAll(engine, runs);

            for (int number = 0; number < runs; number++) {
                assertThat(outcomes.get(number))
                        .describedAs("run " + number)
                        .isEqualTo(List.of("EXITED", "TIMEOUT", "START_FAILED", "OOM", "CANCELLED")
                                .get(number % 5));
            }
            engine.stop();
            assertThat(containers.living()).isEmpty();
            awaitAtMost(threads + 3L, () -> Thread.getAllStackTraces().size());
            awaitAtMost(files + 5L * AT_A_TIME, LeakIT::openFiles);
            engine.start();
            assertThat(run(engine, 0)).isEqualTo("EXITED");
        }
        assertThat(containers.living()).isEmpty();
        awaitAtMost(threads, () -> Thread.getAllStackTraces().size());
        awaitAtMost(files + OWN_CONNECTIONS, LeakIT::openFiles);
    }
}
