package io.isol8.engine;

import static io.isol8.engine.EngineFixture.assertFails;
import static io.isol8.engine.EngineFixture.order;
import static io.isol8.engine.EngineFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SessionKey;
import io.isol8.domain.Termination;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Isol8Service.Cleanup;
import io.isol8.testkit.Operation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Removal of everything, whoever's it is (spec 4.9, 25). */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CleanupTest {

    private static final SessionKey KEY = new SessionKey("tenant", "s");
    private static final Isol8Options PERSIST =
            Isol8Options.builder().persist(true).build();

    private final EngineFixture fixture = new EngineFixture(4, Isol8Options.defaults(), PoolPolicy.DEFAULT);

    @AfterEach
    void close() {
        fixture.close();
        await().untilAsserted(() -> assertThat(fixture.containers.open()).isEmpty());
    }

    @Test
    void countsSessionsAndEverySandboxBesidesTheirs() {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.service.execute(order(request("x"), KEY));
        fixture.engine.execute(request("x"));
        await().until(() -> fixture.containers.open().size() == 3);
        fixture.service.execute(new ExecutionOrder(request("x"), PERSIST, "tenant", Optional.empty()));

        Cleanup cleanup = fixture.service.cleanup();

        assertThat(cleanup.sessions()).isEqualTo(new CleanupResult(1, 0, List.of()));
        assertThat(cleanup.containers()).isEqualTo(new CleanupResult(3, 0, List.of()));
        assertThat(fixture.containers.open()).isEmpty();
        assertThat(fixture.containers.left()).isEmpty();
        assertThat(fixture.service.sessions()).isEmpty();
        assertThat(fixture.service.cleanup()).isEqualTo(new Cleanup(CleanupResult.nothing(), CleanupResult.nothing()));
    }

    @Test
    void cancelsWhatRunsAndTheServiceGoesOnAfterwards() {
        fixture.containers.onSource("hang", run -> run.hang());
        fixture.containers.onSource("x", run -> run.stdout("ran"));
        EngineFixture.Caller alone = fixture.start(request("hang"));
        EngineFixture.Caller shared = fixture.start(order(request("hang"), KEY));
        fixture.awaitRunning(2);

        Cleanup cleanup = fixture.service.cleanup();

        assertThat(cleanup.sessions().removed()).isEqualTo(1);
        assertThat(alone.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(shared.result().join().termination()).isEqualTo(Termination.CANCELLED);
        assertThat(fixture.containers.open()).isEmpty();
        assertThat(fixture.engine.execute(request("x")).stdout()).isEqualTo("ran");
        assertThat(fixture.service.execute(order(request("x"), KEY)).stdout()).isEqualTo("ran");
    }

    @Test
    void whatCouldNotBeRemovedIsToldAndTheRestIsRemoved() {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.service.execute(order(request("x"), KEY));
        fixture.service.execute(order(request("x"), new SessionKey("tenant", "other")));
        fixture.containers.failNext(Operation.CLOSE, ErrorCode.ENGINE_FAILED);

        Cleanup cleanup = fixture.service.cleanup();

        assertThat(cleanup.sessions().removed()).isEqualTo(1);
        assertThat(cleanup.sessions().failed()).isEqualTo(1);
        assertThat(cleanup.sessions().errors())
                .singleElement()
                .asString()
                .matches("(s|other): close failed on request of a test\\.");
        assertThat(cleanup.containers().removed()).isEqualTo(1);
        assertThat(fixture.containers.open()).isEmpty();
    }

    @Test
    void aContainerEngineThatDoesNotAnswerIsAnErrorAndTheServiceGoesOn() {
        fixture.containers.onAnything(run -> run.stdout("ran"));
        fixture.engine.execute(request("x"));
        fixture.containers.failNext(Operation.REMOVE_ALL, ErrorCode.ENGINE_UNAVAILABLE);

        assertFails(ErrorCode.ENGINE_UNAVAILABLE, fixture.service::cleanup);

        assertThat(fixture.engine.execute(request("x")).stdout()).isEqualTo("ran");
    }

    @Test
    void imagesAreRemovedAndMadeAgainWhenTheyAreNeeded() {
        fixture.containers.onAnything(run -> run.exit(0));
        fixture.engine.execute(request("x"));

        assertThat(fixture.service.cleanupImages()).isEqualTo(new CleanupResult(1, 0, List.of()));

        fixture.engine.execute(request("x"));
        assertThat(fixture.progress.lines()).containsExactly("Building isol8:python", "Building isol8:python");
    }
}
