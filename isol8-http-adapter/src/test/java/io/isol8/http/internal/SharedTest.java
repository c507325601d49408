package io.isol8.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Shared<String, String> shared = new Shared<>(this::work);

    private String work(String kind) {
        begun.incrementAndGet();
        assertThat(underWay.incrementAndGet()).isEqualTo(1);
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        underWay.decrementAndGet();
        if (kind.equals("bad")) {
            throw new IllegalArgumentException("it failed");
        }
        return kind + " done";
    }

    private CompletableFuture<String> ask(String kind) {
        return CompletableFuture.supplyAsync(() -> shared.get(kind), task -> new Thread(task).start());
    }

    @Test
    void workOfDifferentKindsIsDoneOneAfterTheOther() {
        CompletableFuture<String> one = ask("one");
        await().until(() -> begun.get() == 1);
        CompletableFuture<String> other = new CompletableFuture<>();
        Thread asking = new Thread(() -> other.complete(shared.get("other")));
        asking.start();
        await().until(() -> asking.getState() == Thread.State.BLOCKED);
        end.countDown();

        assertThat(one.join()).isEqualTo("one done");
        assertThat(other.join()).isEqualTo("other done");
        assertThat(begun).hasValue(2);
    }

    @Test
    void aFailureIsEverybodysAndTheNextOneTriesAgain() {
        CompletableFuture<String> first = ask("bad");
        await().until(() -> begun.get() == 1);
        end.countDown();

        assertThatThrownBy(first::join).hasRootCauseMessage("it failed");
        assertThatThrownBy(() -> shared.get("bad")).isInstanceOf(IllegalArgumentException.class);
        assertThat(begun).hasValue(2);
    }
}
