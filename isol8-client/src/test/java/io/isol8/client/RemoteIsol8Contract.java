package io.isol8.client;

import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import io.isol8.testkit.Isol8EngineContract;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What every engine does, done by a server for a client of it. */
abstract class RemoteIsol8Contract extends Isol8EngineContract {

    private final TestClock clock = new TestClock();
    private final List<LiveServer> servers = new ArrayList<>();

    @Override
    protected Isol8Engine newEngine(Isol8Options options) {
        LiveServer server = new LiveServer(clock);
        servers.add(server);
        return client(server).options(LiveServer.chosen(options)).build();
    }

    /** A client whose streams take the way that is tested. */
    abstract RemoteIsol8.Builder client(LiveServer server);

    @Override
    protected void letPass(Duration time) {
        clock.advance(time);
    }

    @AfterEach
    void stopServers() {
        servers.forEach(LiveServer::close);
    }
}
