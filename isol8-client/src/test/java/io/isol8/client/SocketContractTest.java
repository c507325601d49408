package io.isol8.client;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.Isol8EngineContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

class SocketContractTest extends Isol8EngineContract {

    private final RemoteEngines engines = RemoteEngines.bySocket();

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        return engines.engine(options);
    }

    @Override
    protected void letPass(Duration time) {
        engines.clock.advance(time);
    }

    @AfterEach
    void closeServers() {
        engines.close();
    }
}
