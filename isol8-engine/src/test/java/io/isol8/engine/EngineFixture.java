package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.EventSink;
import io.isol8.ports.ExecutionOrder;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.InMemoryEgressConnector;
import io.isol8.testkit.Journal;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** An engine on fakes. */
final class EngineFixture implements AutoCloseable {

    final TestClock clock = new TestClock();
    final Journal journal = new Journal();
    final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock, journal);
    final FakeImageCatalog images = new FakeImageCatalog(journal);
    final RecordingProgress progress = new RecordingProgress();
    final LocalService service;
    final LocalEngine engine;

    EngineFixture(int maxConcurrent) {
        this(maxConcurrent, Isol8Options.defaults());
    }

    EngineFixture(int maxConcurrent, Isol8Options options) {
        this(maxConcurrent, options, PoolPolicy.FRESH);
    }

    EngineFixture(int maxConcurrent, Isol8Options options, PoolPolicy pooling) {
        this(maxConcurrent, options, pooling, new InMemoryEgressConnector());
    }

    /** @param egress where filtered networks lead */
    EngineFixture(int maxConcurrent, Isol8Options options, PoolPolicy pooling, EgressConnector egress) {
        this(maxConcurrent, options, pooling, egress, clock -> CodeLoader.none());
    }

    /** @param loader what brings code from URLs */
    EngineFixture(int maxConcurrent, Function<TestClock, CodeLoader> loader) {
        this(maxConcurrent, Isol8Options.defaults(), PoolPolicy.FRESH, new InMemoryEgressConnector(), loader);
    }

    private EngineFixture(
            int maxConcurrent,
            Isol8Options options,
            PoolPolicy pooling,
            EgressConnector egress,
            Function<TestClock, CodeLoader> loader) {
        service = new LocalService(
                EngineSettings.defaults().withMaxConcurrent(maxConcurrent).withPooling(pooling),
                parts().withEgress(egress).withLoader(loader.apply(clock)));
        engine = new LocalEngine(service, options);
    }

    /** What an engine works with, besides what only some tests need. */
    EngineParts parts() {
        return EngineParts.of(containers, images, clock, progress);
    }

    static ExecutionRequest request(String code) {
        return ExecutionRequest.builder("python").code(code).build();
    }

    static ExecutionOrder order(ExecutionRequest request, SessionKey session) {
        return new ExecutionOrder(request, Isol8Options.defaults(), session.tenant(), Optional.of(session));
    }

    /** An execution on a thread of its own. */
    record Caller(Thread thread, CompletableFuture<ExecutionResult> result) {

        /** Why it failed; null if it did not. */
        @Nullable
        Throwable failure() {
            return result.handle((value, failure) -> failure).join();
        }

        /** Waits until the caller waits. */
        Caller awaitWaiting() {
            await().until(() ->
                    thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
            return this;
        }
    }

    Caller start(ExecutionRequest request) {
        return start(() -> engine.execute(request));
    }

    Caller start(ExecutionRequest request, EventSink events) {
        return start(() -> engine.execute(request, events));
    }

    Caller start(ExecutionOrder order) {
        return start(() -> service.execute(order));
    }

    static Caller start(Callable<ExecutionResult> call) {
        CompletableFuture<ExecutionResult> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return new Caller(thread, result);
    }

    void awaitRunning(int programs) {
        await().until(() -> containers.running() == programs);
    }

    /** Nothing is left: neither sandboxes nor, as shown by running once more, permits. */
    void assertNothingLeaks() {
        await().untilAsserted(() -> assertThat(containers.open()).isEmpty());
        containers.onSource("after", run -> run.stdout("still works\n"));
        assertThat(engine.execute(request("after")).stdout()).isEqualTo("still works");
        await().untilAsserted(() -> assertThat(containers.open()).isEmpty());
    }

    static void assertFails(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Override
    public void close() {
        engine.close();
    }
}
