package io.isol8.docker;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.Isol8EngineContract;

class DockerIsol8IT extends Isol8EngineContract {

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        return DockerIsol8.builder().options(options).build();
    }
}
