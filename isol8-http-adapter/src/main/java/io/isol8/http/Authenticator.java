package io.isol8.http;

import java.util.Optional;

/** Knows who has which key. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /** Whose key it is; empty if nobody's. */
    Optional<Caller> authenticate(String key);
}
