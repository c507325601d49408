package io.isol8.engine;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.Isol8EngineContract;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;
import java.time.Duration;

class LocalEngineContractTest extends Isol8EngineContract {

    private final TestClock clock = new TestClock();

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        LocalService service = new LocalService(
                EngineSettings.defaults(),
                new InMemoryContainerRuntime(clock),
                new FakeImageCatalog(),
                clock,
                new RecordingProgress());
        return new LocalEngine(service, options);
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }
}
