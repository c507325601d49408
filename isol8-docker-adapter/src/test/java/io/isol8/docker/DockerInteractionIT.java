package io.isol8.docker;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.InteractionContract;

class DockerInteractionIT extends InteractionContract {

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        return DockerIsol8.builder().options(options).build();
    }
}
