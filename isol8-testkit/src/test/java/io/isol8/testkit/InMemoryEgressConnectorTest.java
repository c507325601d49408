package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.ports.EgressConnector;
import io.isol8.ports.EgressGate;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryEgressConnectorTest extends EgressConnectorContract {

    private static final int UNUSED = 9;

    private final InMemoryEgressConnector internet = new InMemoryEgressConnector();
    private int lastPort = 1000;

    @BeforeEach
    void nameThisMachine() {
        internet.name("localhost", "127.0.0.1");
    }

    @Override
    protected EgressConnector connector() {
        return internet;
    }

    @Override
    protected InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    protected int serve(EgressGate server) {
        internet.serve("127.0.0.1", ++lastPort, server);
        return lastPort;
    }

    @Override
    protected int unusedPort() {
        return UNUSED;
    }

    @Test
    void aNameCanMeanSomethingElseTheNextTime() throws Exception {
        internet.name("moving.test", "203.0.113.1");
        internet.thenName("moving.test", "203.0.113.2");

        assertThat(List.of(
                        internet.resolve("moving.test"),
                        internet.resolve("moving.test"),
                        internet.resolve("moving.test")))
                .containsExactly(
                        List.of(InetAddress.getByName("203.0.113.1")),
                        List.of(InetAddress.getByName("203.0.113.2")),
                        List.of(InetAddress.getByName("203.0.113.2")));
        assertThat(internet.questions()).containsExactly("moving.test", "moving.test", "moving.test");
    }
}
