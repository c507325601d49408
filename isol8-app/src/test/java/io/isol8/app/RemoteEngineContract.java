package io.isol8.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.client.RemoteIsol8;
import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.Isol8EngineContract;
import io.isol8.testkit.PersistentEngineContract;
import io.isol8.testkit.StreamingContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every engine does, done for a client by a server on real Docker. */
abstract class RemoteEngineContract {

    @RegisterExtension
    static final ServedEngine SERVER = new ServedEngine();

    /** Its streams take the way that is tested. */
    abstract RemoteIsol8 client(RemoteIsol8.Builder builder);

    final Isol8Engine engine(Isol8Options options) {
        return client(SERVER.client(options));
    }

    @Nested
    class Execution extends Isol8EngineContract {

        @Override
        protected Isol8Engine newEngine(Isol8Options options) {
            return RemoteEngineContract.this.engine(options);
        }
    }

    @Nested
    class Streaming extends StreamingContract {

        @Override
        protected Isol8Engine newEngine(Isol8Options options) {
            return RemoteEngineContract.this.engine(options);
        }
    }

    @Nested
    class Session extends PersistentEngineContract {

        @Override
        protected Isol8Engine newEngine(Isol8Options options) {
            return RemoteEngineContract.this.engine(options);
        }

        @Override
        protected void checkThatThereIsNoSandbox(String message) {
            assertThat(message)
                    .matches("File operations require a sessionId \\(persistent mode\\)"
                            + "|(File upload|File download|File lookup|Directory listing) failed: (Session not found"
                            + "|No active container\\. Call execute\\(\\) first in persistent mode\\.)");
        }
    }
}
