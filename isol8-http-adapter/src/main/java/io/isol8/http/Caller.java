package io.isol8.http;

import java.util.Optional;

/**
 * Who sent a request (spec 3.6).
 *
 * @param master whether the master key was used
 * @param tenant whose sessions and sandboxes the request is about
 * @param keyId names the key in audit records, if keys have names
 */
public record Caller(boolean master, String tenant, Optional<String> keyId) {

    /** Whose sessions those of the master key are. */
    public static final String DEFAULT_TENANT = "default";

    /** Whoever has the master key. */
    public static final Caller MASTER = new Caller(true, DEFAULT_TENANT, Optional.of("master"));

    /** With a key that has no name. */
    public Caller(boolean master, String tenant) {
        this(master, tenant, Optional.empty());
    }
}
