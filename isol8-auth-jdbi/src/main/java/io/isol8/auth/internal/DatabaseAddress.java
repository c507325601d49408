package io.isol8.auth.internal;

import java.time.Duration;
import java.util.Properties;

/** Where the keys are kept. Immutable; printed without passwords. */
public sealed interface DatabaseAddress permits DatabaseServer, SqliteFile {

    Dialect dialect();

    /** What the driver is given besides {@link #properties()}; no secrets. */
    String jdbcUrl();

    /** What the driver is given, secrets included. */
    Properties properties();

    /** The most connections to have. */
    int connections();

    /** How long the first connection is tried for; zero is once. */
    Duration startPatience();

    /** What must not be shown. */
    Secrets secrets();

    /**
     * Makes what has to be there before the driver looks.
     *
     * @throws io.isol8.domain.Isol8Exception with {@code KEY_STORE_UNAVAILABLE}
     */
    void prepare();
}
