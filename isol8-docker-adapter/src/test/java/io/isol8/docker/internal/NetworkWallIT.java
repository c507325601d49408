package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.ports.Sandbox;
import org.junit.jupiter.api.Test;

/** What a program can reach (spec 13.2). */
class NetworkWallIT {

    private static final String LOOK = """
            import socket
            print(sorted(name for number, name in socket.if_nameindex()))
            routes = [line for line in open('/proc/net/route')][1:]
            routes += [line for line in open('/proc/net/ipv6_route') if not line.strip().endswith('lo')]
            print(len(routes) > 0)
            try:
                socket.create_connection(('192.0.2.1', 80), 0.2)
            except OSError as e:
                print(type(e).__name__, e.errno)
            """;

    private static Ran run(OwnContainers containers, String script) throws InterruptedException {
        try (containers;
                Sandbox sandbox = containers.create("python")) {
            return Ran.python(sandbox, script);
        }
    }

    @Test
    void thereIsLoopbackAndNothingElse() throws InterruptedException {
        assertThat(run(OwnContainers.asShipped(), LOOK).said()).isEqualTo("['lo']\nFalse\nOSError 101");
        assertThat(run(OwnContainers.changedHost(host -> host.put("NetworkMode", "bridge")), LOOK)
                        .said())
                .startsWith("['eth0', 'lo']\nTrue\n")
                .doesNotContain("101");
    }

    @Test
    void loopbackWorks() throws InterruptedException {
        String script = """
                import socket
                server = socket.create_server(('127.0.0.1', 0))
                client = socket.create_connection(server.getsockname())
                client.sendall(b'through')
                print(server.accept()[0].recv(100).decode())
                """;

        assertThat(run(OwnContainers.asShipped(), script).said()).isEqualTo("through");
    }
}
