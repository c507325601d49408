package io.isol8.ports;

/** Takes the connections that a sandbox's programs make to its proxy port (spec 19.1). Thread-safe. */
@FunctionalInterface
public interface EgressGate {

    /**
     * Serves one connection, on a thread that is the connection's own, and returns when it is served. Then, or when this
     * throws, the tunnel is closed by the caller.
     */
    void accept(Tunnel tunnel);
}
