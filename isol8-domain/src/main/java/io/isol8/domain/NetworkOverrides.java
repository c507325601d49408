package io.isol8.domain;

import java.util.List;
import java.util.Optional;

/**
 * What somebody chose of {@link NetworkOptions}, and only that. The rest of the policy is for the operator alone. Immutable.
 *
 * @param mode what a program can reach
 * @param whitelist regular expressions of hosts, in place of those that hold otherwise
 * @param blacklist likewise
 * @param log whether results list what was asked for
 */
public record NetworkOverrides(
        Optional<NetworkMode> mode,
        Optional<List<String>> whitelist,
        Optional<List<String>> blacklist,
        Optional<Boolean> log) {

    /** Nothing was chosen. */
    public static final NetworkOverrides NONE =
            new NetworkOverrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public NetworkOverrides {
        whitelist = whitelist.map(List::copyOf);
        blacklist = blacklist.map(List::copyOf);
    }

    /** @throws Isol8Exception with {@code INVALID_REQUEST} naming the list that holds something else than patterns */
    NetworkOptions over(NetworkOptions base) {
        return new NetworkOptions(
                mode.orElse(base.mode()), base.policy().withLists(whitelist, blacklist), log.orElse(base.log()));
    }

    NetworkOverrides over(NetworkOverrides weaker) {
        return new NetworkOverrides(
                mode.or(weaker::mode),
                whitelist.or(weaker::whitelist),
                blacklist.or(weaker::blacklist),
                log.or(weaker::log));
    }
}
