package io.isol8.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import io.isol8.testkit.SocketConnectorContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketEgressConnectorTest extends SocketConnectorContract {

    @Override
    protected EgressConnector connector() {
        return new SocketEgressConnector();
    }

    /** A server whose queue is full hears of no more, and those who want to connect hear nothing. */
    @Test
    void whoWaitsForAConnectionAndIsInterruptedWaitsNoLonger() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, address())) {
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> {
                    try (Tunnel tunnel = connector().connect(address(), full.getLocalPort(), Duration.ofMinutes(10))) {
                        tunnel.input().read();
                    } catch (IOException | Isol8Exception e) {
                        // it was interrupted
                    }
                });
                thread.setDaemon(true);
                thread.start();
                waiting.add(thread);
            }
            waiting.forEach(Thread::interrupt);
            await().until(() -> waiting.stream().noneMatch(Thread::isAlive));
        }
    }

    @Test
    void whoWaitsForANameAndIsInterruptedWaitsNoLonger() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> connector().resolve("localhost")).isInstanceOf(Isol8Exception.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
