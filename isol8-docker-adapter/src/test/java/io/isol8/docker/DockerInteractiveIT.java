package io.isol8.docker;

import static org.awaitility.Awaitility.await;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.InteractiveContract;
import java.time.Duration;

class DockerInteractiveIT extends InteractiveContract {

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        return DockerIsol8.builder().options(options).build();
    }

    @Override
    protected void letPass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
