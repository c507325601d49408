package io.isol8.http;

/**
 * Who sent a request (spec 3.6).
 *
 * @param master whether the master key was used
 * @param tenant whose sessions and sandboxes the request is about
 */
public record Caller(boolean master, String tenant) {

    /** Whose sessions those of the master key are. */
    public static final String DEFAULT_TENANT = "default";

    /** Whoever has the master key. */
    public static final Caller MASTER = new Caller(true, DEFAULT_TENANT);
}
