package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The way out is there for the run that it was opened for, and it is the supervisor's alone. */
class EgressWallIT {

    private static final OwnContainers CONTAINERS = OwnContainers.asShipped();
    private static final EgressGate NOBODY = tunnel -> {};

    /** Whether somebody takes a connection. */
    private static final String CONNECT =
            "(exec 3<>/dev/tcp/127.0.0.1/8118) 2> /dev/null && echo connected || echo refused";

    /** Tries to listen where the supervisor does, in every way that shares or takes over an address. */
    private static final String STEAL = """
            import errno, socket
            for address in ('127.0.0.1', '0.0.0.0'):
                for options in ((), (socket.SO_REUSEADDR,), (socket.SO_REUSEPORT,),
                                (socket.SO_REUSEADDR, socket.SO_REUSEPORT)):
                    thief = socket.socket()
                    for option in options:
                        thief.setsockopt(socket.SOL_SOCKET, option, 1)
                    try:
                        thief.bind((address, 8118))
                        thief.listen()
                        print('stolen')
                    except OSError as e:
                        print(errno.errorcode[e.errno])
                    thief.close()
            """;

    @AfterAll
    static void close() {
        CONTAINERS.close();
    }

    private static String connectAfterTheRunBefore(Sandbox sandbox) throws InterruptedException {
        sandbox.openEgress(NOBODY);
        assertThat(Ran.bash(sandbox, CONNECT).said()).isEqualTo("connected");
        assertThat(sandbox.reset()).isTrue();
        return Ran.bash(sandbox, CONNECT).said();
    }

    @Test
    void theNextRunFindsItClosed() throws InterruptedException {
        try (Sandbox sandbox = CONTAINERS.create("bash")) {
            assertThat(connectAfterTheRunBefore(sandbox)).isEqualTo("refused");
        }
    }

    @Test
    void withoutThisPartOfTheResetItWouldBeOpen() throws Exception {
        String bash = TestDocker.spec("bash").image();
        try (WeakSupervisor weak = WeakSupervisor.in(bash, "reset.c", "egress_end();", "");
                Sandbox sandbox = CONTAINERS.runtime().create(spec(weak.reference()))) {
            assertThat(connectAfterTheRunBefore(sandbox)).isEqualTo("connected");
        }
    }

    private static SandboxSpec spec(String image) {
        return SandboxSpec.of(RuntimeRegistry.builtIn().get("bash"), SandboxImage.of(image), Isol8Options.defaults());
    }

    @Test
    void noProgramListensInThePlaceOfTheSupervisor() throws InterruptedException {
        try (Sandbox sandbox = CONTAINERS.create("python")) {
            sandbox.openEgress(NOBODY);

            Ran ran = Ran.python(sandbox, STEAL);

            assertThat(ran.err()).isEmpty();
            assertThat(ran.out().lines()).hasSize(8).containsOnly("EADDRINUSE");
        }
    }

    @Test
    void whereNobodyListensTheSameAttemptsWork() throws InterruptedException {
        try (Sandbox sandbox = CONTAINERS.create("python")) {
            Ran ran = Ran.python(sandbox, STEAL);

            assertThat(ran.err()).isEmpty();
            assertThat(ran.out().lines()).hasSize(8).containsOnly("stolen");
        }
    }
}
