package io.isol8.domain;

/** What a program can reach (spec 9.6). */
public enum NetworkMode {
    /** Nothing but itself. */
    NONE,
    /** Whatever the machine of the container engine can. */
    HOST,
    /** What the network filter lets through (spec 19). */
    FILTERED
}
