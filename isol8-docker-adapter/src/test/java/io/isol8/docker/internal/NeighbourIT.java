package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import io.isol8.engine.EngineSettings;
import io.isol8.engine.LocalEngine;
import io.isol8.engine.LocalService;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.EgressGate;
import io.isol8.ports.ManagedContainer;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Between two executions nothing survives (spec 18.6): every program looks for what others left, then leaves files,
 * daemons, IPC objects and sockets itself.
 */
@Tag("alone")
class NeighbourIT {

    private static final int RUNS = 1000;
    private static final int AT_A_TIME = 20;
    private static final List<String> MIX = List.of("bash", "python", "node", "python");
    private static final Map<String, String> PROGRAMS =
            Map.of("bash", "bash.sh", "python", "python.py", "node", "node.mjs");

    private static ExecutionRequest neighbour(String runtime, int number) {
        byte[] code = Resources.read("neighbour/" + PROGRAMS.get(runtime));
        return ExecutionRequest.builder(runtime)
                .code(new String(code, StandardCharsets.UTF_8))
                .env("ME", Integer.toString(number))
                .env("NEIGHBOUR_" + number, "x")
                .build();
    }

    private static PoolPolicy pools(int size) {
        return new PoolPolicy(PoolStrategy.FAST, new PoolSize(size, size));
    }

    @Test
    @Timeout(300)
    void noRunSeesAnythingOfAnother() {
        OwnContainers containers = OwnContainers.asShipped();
        ExecutorService callers = Executors.newFixedThreadPool(AT_A_TIME);
        try (LocalEngine engine = containers.engine(Isol8Options.defaults(), AT_A_TIME, pools(5))) {
            List<CompletableFuture<ExecutionResult>> runs = new ArrayList<>();
            for (int number = 0; number < RUNS; number++) {
                ExecutionRequest request = neighbour(MIX.get(number % MIX.size()), number);
                runs.add(CompletableFuture.supplyAsync(() -> engine.execute(request), callers));
            }
            Set<String> sandboxes = new HashSet<>();
            for (CompletableFuture<ExecutionResult> run : runs) {
                assertThat(run.join().stdout() + run.join().stderr()).isEqualTo("clean");
                sandboxes.add(run.join().containerId());
            }
            assertThat(sandboxes).as("sandboxes, each for many runs").hasSizeLessThan(RUNS / 4);
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"bash, file process ipc", "python, file process ipc socket", "node, file process socket"})
    void withoutCleaningARunSeesItAll(String runtime, String kinds) {
        OwnContainers containers = OwnContainers.asShipped();
        LocalService service = new LocalService(
                EngineSettings.defaults().withPooling(pools(1)),
                OwnContainers.parts(new Uncleaned(containers.runtime())));
        try (LocalEngine engine = new LocalEngine(service, Isol8Options.defaults())) {
            Set<String> sandboxes = new HashSet<>();
            ExecutionResult result = engine.execute(neighbour(runtime, 0));
            while (sandboxes.add(result.containerId())) {
                assertThat(result.stdout()).isEqualTo("clean");
                result = engine.execute(neighbour(runtime, sandboxes.size()));
            }

            assertThat(result.stdout().lines().map(line -> line.split(" ")[0]))
                    .contains(kinds.split(" "))
                    .doesNotContain("variable");
        }
    }

    /** Sandboxes that say that they are clean, and keep what runs in them. */
    private record Uncleaned(ContainerRuntime real) implements ContainerRuntime {

        @Override
        public Sandbox create(SandboxSpec spec) {
            return new UncleanedSandbox(real.create(spec));
        }

        @Override
        public void ping() {
            real.ping();
        }

        @Override
        public List<ManagedContainer> list() {
            return real.list();
        }

        @Override
        public CleanupResult removeAll() {
            return real.removeAll();
        }

        @Override
        public void destroyAll() {
            real.destroyAll();
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record UncleanedSandbox(Sandbox real) implements Sandbox {

        @Override
        public SandboxProcess spawn(ProcessSpec program) {
            return real.spawn(program.withKeep(true));
        }

        @Override
        public boolean reset() {
            return true;
        }

        @Override
        public String id() {
            return real.id();
        }

        @Override
        public SandboxFiles files() {
            return real.files();
        }

        @Override
        public void whenGone(Runnable action) {
            real.whenGone(action);
        }

        @Override
        public void openEgress(EgressGate gate) {
            real.openEgress(gate);
        }

        @Override
        public void leave() {
            real.leave();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
