package io.isol8.domain;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the programs of an execution asked of the network, in the order in which they did.
 *
 * @param entries the first of them
 * @param dropped how many came after those and are not listed
 * @param bytesIn received from hosts, by all of them
 * @param bytesOut sent to hosts, by all of them
 */
public record NetworkLog(List<NetworkEntry> entries, long dropped, long bytesIn, long bytesOut) {

    /** Nothing was asked. */
    public static final NetworkLog EMPTY = new NetworkLog(List.of(), 0, 0, 0);

    public NetworkLog {
        entries = List.copyOf(entries);
    }

    /** The same with every text changed that a program had a hand in. */
    public NetworkLog map(UnaryOperator<String> change) {
        return new NetworkLog(entries.stream().map(entry -> entry.map(change)).toList(), dropped, bytesIn, bytesOut);
    }
}
