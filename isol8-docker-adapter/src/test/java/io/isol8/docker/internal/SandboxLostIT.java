package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Termination;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.engine.LocalEngine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else removes a sandbox at work. */
@Tag("alone")
class SandboxLostIT {

    private static ExecutionRequest bash(String code) {
        return ExecutionRequest.builder("bash").code(code).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunWhoseSandboxIsKilledFailsSoonAndTheNextOneWorks(boolean pooled) {
        String word = HostProcesses.uniqueSleep();
        OwnContainers containers = OwnContainers.asShipped();
        try (LocalEngine engine =
                containers.engine(Isol8Options.defaults(), 2, pooled ? PoolPolicy.DEFAULT : PoolPolicy.FRESH)) {
            CompletableFuture<ExecutionResult> run =
                    CompletableFuture.supplyAsync(() -> engine.execute(bash("exec sleep " + word)));
            HostProcesses.awaitCount(word, 1);
            String container =
                    HostProcesses.containerOf(HostProcesses.withArgument(word).get(0));

            TestDocker.kill(container);

            await().atMost(Duration.ofSeconds(20)).until(run::isDone);
            assertThat(run.handle((result, failure) -> failure).join().getCause())
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST));
            assertThat(engine.execute(bash("echo next")).stdout()).isEqualTo("next");
            await().atMost(TestDocker.PATIENCE).until(() -> !containers.living().contains(container));
        }
        assertThat(containers.living()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRunWhoseSandboxIsPausedFailsSoonAndTheNextOneWorks(boolean pooled) {
        String word = HostProcesses.uniqueSleep();
        OwnContainers containers = OwnContainers.asShipped();
        try (LocalEngine engine =
                containers.engine(Isol8Options.defaults(), 2, pooled ? PoolPolicy.DEFAULT : PoolPolicy.FRESH)) {
            CompletableFuture<ExecutionResult> run =
                    CompletableFuture.supplyAsync(() -> engine.execute(bash("exec sleep " + word)));
            HostProcesses.awaitCount(word, 1);
            String container =
                    HostProcesses.containerOf(HostProcesses.withArgument(word).get(0));

            TestDocker.pause(container);

            await().atMost(Duration.ofSeconds(20)).until(run::isDone);
            assertThat(run.handle((result, failure) -> failure).join().getCause())
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST))
                    .hasMessageContaining("paused");
            assertThat(engine.execute(bash("echo next")).stdout()).isEqualTo("next");
            await().atMost(TestDocker.PATIENCE).until(() -> !containers.living().contains(container));
        }
    }

    @Test
    void aSandboxWhosePulseIsSlowIsNotTakenForDead() {
        Isol8Options hardlyAnyProcessor =
                Isol8Options.builder().cpuLimit(0.02).pidsLimit(40).build();
        OwnContainers containers = OwnContainers.asShipped();
        try (LocalEngine engine = containers.engine(hardlyAnyProcessor, 1)) {
            ExecutionResult result = engine.execute(ExecutionRequest.builder("bash")
                    .code("for i in $(seq 20); do while :; do :; done & done; sleep 4; echo slept; kill $(jobs -p)")
                    .timeout(Duration.ofSeconds(60))
                    .build());

            assertThat(result.termination()).isIn(Termination.EXITED, Termination.TIMEOUT);
        }
    }

    @Test
    void aRunThatIsOutOfMemorySaysSoAndTheNextOneWorks() {
        OwnContainers containers = OwnContainers.asShipped();
        try (LocalEngine engine =
                containers.engine(Isol8Options.builder().memoryLimit("32m").build(), 1, PoolPolicy.DEFAULT)) {
            CompletableFuture<ExecutionResult> run =
                    CompletableFuture.supplyAsync(() -> engine.execute(bash("tail /dev/zero")));

            await().atMost(TestDocker.PATIENCE).until(run::isDone);
            assertThat(run.join().termination()).isEqualTo(Termination.OOM);
            assertThat(engine.execute(bash("echo next")).stdout()).isEqualTo("next");
        }
    }
}
