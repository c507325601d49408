package io.isol8.domain;

/**
 * What a program can reach, and whether it is told what was asked for (spec 9.6, 19). Immutable.
 *
 * @param mode what it can reach
 * @param policy what a filtered network lets through; of no meaning in other modes
 * @param log whether results list what was asked for
 */
public record NetworkOptions(NetworkMode mode, NetworkPolicy policy, boolean log) {

    /** Nothing can be reached. */
    public static final NetworkOptions NONE = new NetworkOptions(NetworkMode.NONE, NetworkPolicy.PUBLIC, false);

    /** Whether a filter stands between the program and the network. */
    public boolean filtered() {
        return mode == NetworkMode.FILTERED;
    }
}
