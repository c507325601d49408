package io.isol8.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One request of a program to the network, as it went or did not go (spec 19.7).
 *
 * @param timestamp when it was made
 * @param method CONNECT, or the HTTP method
 * @param host as it was decided about, or as the program spelled it if that is no host
 * @param path with its query; none for CONNECT
 * @param action what was decided
 * @param durationMs until it was over, or until the execution was, milliseconds
 * @param bytesIn received from the host for it
 * @param bytesOut sent to the host for it
 * @param status of the answer that the program got, if it got one
 * @param reason why it was blocked, or what went wrong
 */
public record NetworkEntry(
        Instant timestamp,
        String method,
        String host,
        Optional<String> path,
        Action action,
        long durationMs,
        long bytesIn,
        long bytesOut,
        Optional<Integer> status,
        Optional<String> reason) {

    NetworkEntry map(UnaryOperator<String> change) {
        return new NetworkEntry(
                timestamp,
                change.apply(method),
                change.apply(host),
                path.map(change),
                action,
                durationMs,
                bytesIn,
                bytesOut,
                status,
                reason.map(change));
    }

    /** What was decided. */
    public enum Action {
        ALLOW,
        BLOCK
    }
}
