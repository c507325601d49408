package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    @Test
    void aThreadIsVirtualWhereTheJvmHasThemAndNeverKeepsItAlive() throws ReflectiveOperationException {
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        Thread started = Threads.start("isol8-test", () -> ran.complete(Thread.currentThread()));

        assertThat(ran.join()).isSameAs(started);
        assertThat(started.getName()).isEqualTo("isol8-test");
        assertThat(started.isDaemon()).isTrue();
        assertThat(isVirtual(started)).isEqualTo(Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS);
    }

    /** {@code Thread.isVirtual}, which older JVMs do not have. */
    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        if (Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            return false;
        }
        return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }
}
