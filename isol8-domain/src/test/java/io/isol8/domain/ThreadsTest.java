package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    @Test
    void runsATaskOnANamedThreadThatKeepsNothingAlive() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        Thread started = Threads.start("isol8-test", () -> ran.complete(Thread.currentThread()));

        assertThat(ran.get(60, TimeUnit.SECONDS)).isSameAs(started).isNotSameAs(Thread.currentThread());
        assertThat(started.getName()).isEqualTo("isol8-test");
        assertThat(started.isDaemon()).isTrue();
    }
}
