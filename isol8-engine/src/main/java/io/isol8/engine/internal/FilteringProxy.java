package io.isol8.engine.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.NetworkPolicy;
import io.isol8.ports.Clock;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.EgressGate;
import io.isol8.ports.Tunnel;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy between the programs of one execution and the network (spec 19): an HTTP proxy that lets through what the
 * policy does and writes down what was asked for. Thread-safe.
 */
public final class FilteringProxy implements EgressGate, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FilteringProxy.class);

    private final Rules rules;
    private final EgressConnector connector;
    private final Origins origins;
    private final NetworkRecord record;
    private final OpenTunnels open = new OpenTunnels();

    /** @param mask takes secrets out of what is too long to be written down as a whole */
    public FilteringProxy(NetworkPolicy policy, EgressConnector connector, Clock clock, UnaryOperator<String> mask) {
        this(Rules.of(policy), connector, new NetworkRecord(clock, mask));
    }

    FilteringProxy(Rules rules, EgressConnector connector, Clock clock) {
        this(rules, connector, new NetworkRecord(clock, UnaryOperator.identity()));
    }

    private FilteringProxy(Rules rules, EgressConnector connector, NetworkRecord record) {
        this.rules = rules;
        this.connector = connector;
        this.origins = new Origins(rules.policy(), connector);
        this.record = record;
    }

    /** Another proxy for the same execution, which lets other things through: both write down what they are asked for in one. */
    public FilteringProxy with(NetworkPolicy policy) {
        return new FilteringProxy(Rules.of(policy), connector, record);
    }

    @Override
    public void accept(Tunnel tunnel) {
        OpenTunnels.Served served = open.serve();
        try (served;
                Tunnel client = open.add(tunnel)) {
            new ClientConnection(client, rules, origins, record, open).serve();
        } catch (IOException | Isol8Exception e) {
            log.debug("A program's connection ended: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was asked for until now. */
    public NetworkLog log() {
        return record.log();
    }

    /** Ends every connection, also those that are not made yet; those that come later end at once. */
    @Override
    public void close() {
        open.close();
    }
}
