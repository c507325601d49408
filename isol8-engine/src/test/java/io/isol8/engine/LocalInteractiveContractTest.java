package io.isol8.engine;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.InteractiveContract;
import io.isol8.testkit.TestClock;
import java.time.Duration;

class LocalInteractiveContractTest extends InteractiveContract {

    private final TestClock clock = new TestClock();

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        return FakeEngines.engine(options, clock);
    }

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }
}
