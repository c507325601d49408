package io.isol8.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopbackConnectorTest extends SocketConnectorContract {

    @Override
    protected EgressConnector connector() {
        return new LoopbackConnector();
    }

    @Test
    void nothingLeavesThisMachine() throws Exception {
        InetAddress elsewhere = InetAddress.getByName("203.0.113.7");

        assertThatThrownBy(() -> connector().connect(elsewhere, 80, Duration.ofMinutes(10)))
                .isInstanceOf(Isol8Exception.class)
                .hasRootCauseMessage("it is not on this machine");
    }
}
