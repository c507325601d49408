package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.engine.LocalEngine;
import io.isol8.ports.Sandbox;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(run(OwnContainers.changed(config -> OwnContainers.join(config, "bridge")), LOOK)
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

    @Test
    void theSandboxKnowsItsOwnNamesAndNoNameServer() throws InterruptedException {
        String script = """
                import socket
                for name in ('localhost', socket.gethostname()):
                    print(name, sorted({address[4][0] for address in socket.getaddrinfo(name, 1)}))
                print(open('/etc/resolv.conf').read())
                """;

        assertThat(run(OwnContainers.asShipped(), script).said())
                .isEqualTo("localhost ['127.0.0.1', '::1']\nsandbox ['127.0.0.2', '::1']");
    }

    @ParameterizedTest
    @MethodSource
    void everyRuntimeFindsLocalhost(String runtime, String code) {
        try (OwnContainers containers = OwnContainers.asShipped();
                LocalEngine engine = containers.engine(Isol8Options.defaults(), 1)) {
            ExecutionResult result =
                    engine.execute(ExecutionRequest.builder(runtime).code(code).build());

            assertThat(result.stdout()).as(result.stderr()).isEqualTo("found");
        }
    }

    static Stream<Arguments> everyRuntimeFindsLocalhost() {
        String node = """
                import { createServer } from 'node:http';
                const server = createServer((request, response) => response.end('found'));
                server.listen(0, 'localhost', async () => {
                  const answer = await fetch(`http://localhost:${server.address().port}`);
                  process.stdout.write(await answer.text());
                  server.close();
                  server.closeAllConnections();
                });
                """;
        return Stream.of(
                arguments("python", """
                        import socket
                        server = socket.create_server(('localhost', 0))
                        client = socket.create_connection(('localhost', server.getsockname()[1]))
                        client.sendall(b'found')
                        print(server.accept()[0].recv(100).decode(), end='')
                        """),
                arguments("node", node),
                arguments("bun", node),
                arguments("deno", """
                        const server = Deno.listen({ hostname: 'localhost', port: 0 });
                        const client = await Deno.connect({ hostname: 'localhost', port: server.addr.port });
                        await client.write(new TextEncoder().encode('found'));
                        const bytes = new Uint8Array(5);
                        await (await server.accept()).read(bytes);
                        await Deno.stdout.write(bytes);
                        Deno.exit();
                        """),
                arguments("bash", """
                        curl -s --connect-timeout 5 http://localhost:1
                        [ $? = 7 ] && printf found
                        """));
    }
}
