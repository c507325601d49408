package io.isol8.engine;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.FakeImageCatalog;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.RecordingProgress;
import io.isol8.testkit.TestClock;

/** Engines on fakes, for the contracts. */
final class FakeEngines {

    private FakeEngines() {}

    static Isol8Engine engine(Isol8Options options, TestClock clock) {
        LocalService service = new LocalService(
                EngineSettings.defaults(),
                EngineParts.of(
                        new InMemoryContainerRuntime(clock), new FakeImageCatalog(), clock, new RecordingProgress()));
        return new LocalEngine(service, options);
    }
}
