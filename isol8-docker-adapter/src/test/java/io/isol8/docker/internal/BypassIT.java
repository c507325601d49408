package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.docker.internal.Bypass.Control;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.engine.LocalEngine;
import io.isol8.ports.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways around the filter of the network, each tried by a program in a sandbox (spec 19): none reaches anybody, and each does
 * where the control against it is taken away.
 */
class BypassIT {

    private static final NetworkPolicy POLICY = NetworkPolicy.PUBLIC.withLists(
            Optional.of(List.of("good\\.example$", "^[0-9.:a-f]+$")),
            Optional.of(List.of("evil", "^198\\.51\\.100\\.", "aaaa.*.*.*.*.*.*.*.*z$")));

    /** In the order in which it is to be closed. */
    private static final Deque<AutoCloseable> MADE = new ArrayDeque<>();

    /** Sandboxes that lack a control. */
    private static final Map<Control, Sandbox> WEAK = new EnumMap<>(Control.class);

    private static SmallInternet internet;
    private static SmallInternetConnector connector;
    private static OwnContainers containers;
    private static LocalEngine engine;

    @BeforeAll
    static void start() {
        internet = made(new SmallInternet());
        connector = new SmallInternetConnector(internet);
        containers = made(OwnContainers.asShipped());
        engine = made(containers.engine(
                Isol8Options.builder()
                        .network(NetworkMode.FILTERED)
                        .networkPolicy(POLICY)
                        .logNetwork(true)
                        .build(),
                connector));
        weaken(Control.NO_NETWORK, OwnContainers.changed(BypassIT::join));
        weaken(Control.OWN_NETWORK, OwnContainers.changed(config -> OwnContainers.join(config, "host")));
        weaken(Control.FILTER, OwnContainers.asShipped());
    }

    private static <T extends AutoCloseable> T made(T closedAtTheEnd) {
        MADE.push(closedAtTheEnd);
        return closedAtTheEnd;
    }

    private static void weaken(Control control, OwnContainers without) {
        made(without);
        WEAK.put(control, made(without.create("python")));
    }

    @AfterAll
    static void close() {
        assertAll(MADE.stream().map(one -> one::close));
    }

    private static void join(ObjectNode config) {
        OwnContainers.join(config, internet.network());
        ObjectNode host = (ObjectNode) config.path("HostConfig");
        host.putArray("Dns").add(internet.forbidden().getHostAddress());
        host.putObject("Sysctls").put("net.ipv6.conf.all.disable_ipv6", "0");
    }

    @BeforeEach
    void begin() {
        internet.visits().forget();
        connector.rewind();
    }

    private static ExecutionResult run(String code) {
        return engine.execute(
                ExecutionRequest.builder("python").code(internet.program(code)).build());
    }

    @ParameterizedTest
    @MethodSource("io.isol8.docker.internal.Bypass#all")
    void reachesNobody(Bypass bypass) {
        ExecutionResult result = run(bypass.code());

        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.networkLog().isPresent()).isEqualTo(bypass.control() == Control.FILTER);
        internet.knock();
        assertThat(internet.visits().aroundTheFilter()).as(result.stdout()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.isol8.docker.internal.Bypass#all")
    void reachesSomebodyWhereTheControlIsTakenAway(Bypass bypass) throws InterruptedException {
        Sandbox sandbox = Objects.requireNonNull(WEAK.get(bypass.control()));
        if (bypass.control() == Control.FILTER) {
            sandbox.openEgress(new UnfilteredProxy(connector));
        }

        Ran ran = Ran.python(sandbox, internet.program(bypass.code()));

        assertThat(ran.err()).isEmpty();
        await().untilAsserted(() ->
                assertThat(internet.visits().aroundTheFilter()).as(ran.out()).isNotEmpty());
        assertThat(sandbox.reset()).isTrue();
    }

    @Test
    void whatIsAllowedIsReached() {
        ExecutionResult result = run("""
                get('http://good.example/')
                browse('http://good.example/')
                tunnel('good.example:443', hello('good.example'))
                """);

        assertThat(result.stdout().split("allowed", -1)).as(result.stdout()).hasSize(4);
        assertThat(internet.visits().all()).hasSize(3);
    }

    /** Whether somebody takes a connection there. */
    private static String connect(Sandbox sandbox) throws InterruptedException {
        return Ran.bash(sandbox, "(exec 3<>/dev/tcp/127.0.0.1/8118) 2> /dev/null && echo connected || echo refused")
                .said();
    }

    private static void connectFromHere() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), 8118)) {
            socket.getOutputStream().write(1);
        } catch (IOException e) {
            // nobody is there, or not the supervisor
        }
    }

    @Test
    void thePortIsThereForTheSandboxAndNobodyElse() throws InterruptedException {
        AtomicInteger connections = new AtomicInteger();
        try (Sandbox sandbox = containers.create("bash");
                Sandbox other = containers.create("bash")) {
            sandbox.openEgress(tunnel -> connections.incrementAndGet());

            assertThat(connect(other)).isEqualTo("refused");
            connectFromHere();
            assertThat(connect(sandbox)).isEqualTo("connected");

            await().untilAsserted(() -> assertThat(connections).hasValue(1));
        }
    }

    @Test
    void aNeighbourInTheSameNetworkNamespaceWouldReachThePort() throws InterruptedException {
        try (Sandbox sandbox = containers.create("bash");
                OwnContainers beside = OwnContainers.changed(config -> {
                    config.remove("Hostname");
                    OwnContainers.join(config, "container:" + sandbox.id());
                });
                Sandbox other = beside.create("bash")) {
            sandbox.openEgress(tunnel -> {});

            assertThat(connect(other)).isEqualTo("connected");
        }
    }
}
