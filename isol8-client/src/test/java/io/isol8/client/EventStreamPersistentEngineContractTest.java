package io.isol8.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.PersistentEngineContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class EventStreamPersistentEngineContractTest extends PersistentEngineContract {

    private final RemoteEngines engines = RemoteEngines.byEventStream();

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        return engines.engine(options);
    }

    @Override
    protected void letPass(Duration time) {
        engines.clock.advance(time);
    }

    @Override
    protected void checkThatThereIsNoSandbox(String message) {
        assertThat(message)
                .containsAnyOf(
                        ": Session not found",
                        ": No active container. Call execute() first in persistent mode.",
                        "File operations require a sessionId (persistent mode)");
    }

    @AfterEach
    void closeServers() {
        engines.close();
    }
}
