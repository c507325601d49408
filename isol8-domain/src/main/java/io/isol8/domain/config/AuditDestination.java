package io.isol8.domain.config;

/** Where audit records go (spec 21.2). */
public enum AuditDestination {
    /** A file in the log directory. */
    FILESYSTEM,
    /** The same, as some configurations spell it. */
    FILE,
    /** Standard output. */
    STDOUT
}
