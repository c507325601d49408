package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.InteractionContract;
import org.junit.jupiter.api.Nested;

final class RemoteOverSocketIT extends RemoteEngineContract {

    @Override
    RemoteIsol8 client(RemoteIsol8.Builder builder) {
        return builder.build();
    }

    @Nested
    class Interaction extends InteractionContract {

        @Override
        protected Isol8Engine newEngine(Isol8Options options) {
            return RemoteOverSocketIT.this.engine(options);
        }
    }
}
