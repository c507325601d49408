package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Sandbox;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interrupts, and closing from two sides, leave no container that is nobody's. */
@Timeout(120)
class InterruptIT {

    private final OwnContainers containers = OwnContainers.asShipped();

    @AfterEach
    void close() {
        assertThat(Thread.interrupted()).isFalse();
        containers.close();
        assertThat(containers.living()).isEmpty();
    }

    @Test
    void aSandboxInTheMakingIsFinished() {
        TestDocker.spec("bash");
        Thread.currentThread().interrupt();

        Sandbox sandbox = containers.runtime().create(TestDocker.spec("bash"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(containers.living()).containsExactly(sandbox.id());
    }

    @Test
    void aSandboxIsRemovedAllTheSame() {
        Sandbox sandbox = containers.create("bash");
        Thread.currentThread().interrupt();

        sandbox.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(containers.living()).isEmpty();
    }

    @Test
    void anInterruptedQuestionIsNotTakenForADeadEngine() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> containers.runtime().ping())
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED));

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whoClosesSecondWaitsForTheFirst() {
        Sandbox sandbox = containers.create("bash");
        CompletableFuture<Void> first = CompletableFuture.runAsync(sandbox::close);
        CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> {
            sandbox.close();
            return containers.living().isEmpty();
        });

        assertThat(second.join()).isTrue();
        first.join();
    }
}
