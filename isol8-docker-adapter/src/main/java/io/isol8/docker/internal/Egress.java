package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadReader;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Threads;
import io.isol8.ports.EgressGate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections that a sandbox's programs make to the supervisor's port, and the gate that takes them. Thread-safe. */
final class Egress {

    private static final Logger log = LoggerFactory.getLogger(Egress.class);

    /** Each has a thread here. */
    private static final int MOST_AT_ONCE = 256;

    private final SupervisorConnection connection;
    private final String name;
    private final Map<Integer, SandboxTunnel> tunnels = new ConcurrentHashMap<>();
    private volatile Optional<EgressGate> gate = Optional.empty();

    /** @param name of the sandbox, for its threads */
    Egress(SupervisorConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** Connections made from now on are for that gate. */
    void open(EgressGate next) {
        gate = Optional.of(next);
    }

    /** Connections made from now on are for nobody. */
    void shut() {
        gate = Optional.empty();
    }

    /** A frame that has the number of a connection; does not block. */
    void received(Frame frame) throws ProtocolException {
        if (frame.type() == FrameType.EGRESS_OPENED) {
            opened(frame);
            return;
        }
        SandboxTunnel tunnel = tunnels.get(frame.channel());
        if (tunnel != null) {
            tunnel.received(frame);
        }
    }

    private void opened(Frame frame) throws ProtocolException {
        int number = frame.channel();
        SandboxTunnel tunnel = new SandboxTunnel(this, number, number(frame));
        if (tunnels.put(number, tunnel) != null) {
            throw new ProtocolException("the supervisor opened connection " + number + " twice");
        }
        gate.filter(taker -> tunnels.size() <= MOST_AT_ONCE)
                .ifPresentOrElse(
                        taker -> Threads.start("isol8-egress-" + name, () -> serve(taker, tunnel)), tunnel::close);
    }

    private static void serve(EgressGate taker, SandboxTunnel tunnel) {
        try (tunnel) {
            taker.accept(tunnel);
        } catch (RuntimeException e) {
            log.warn("A connection out of a sandbox was not served", e);
        }
    }

    /** The payload that is one number. */
    static long number(Frame frame) throws ProtocolException {
        PayloadReader reader = new PayloadReader(frame.payload());
        long number = reader.u32();
        reader.end();
        return number;
    }

    void send(FrameType type, int number, byte[] payload) {
        connection.send(type, number, payload);
    }

    void sendInTime(FrameType type, int number, byte[] payload) throws InterruptedException {
        connection.sendInTime(type, number, payload);
    }

    /** No frame will come for it any more, or none that matters. */
    void release(int number) {
        tunnels.remove(number);
    }

    /** The sandbox is gone. */
    void lost(Isol8Exception reason) {
        shut();
        tunnels.values().forEach(tunnel -> tunnel.lost(reason));
        tunnels.clear();
    }
}
