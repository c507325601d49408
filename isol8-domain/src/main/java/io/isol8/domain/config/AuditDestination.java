package io.isol8.domain.config;

import java.util.List;

/**
 * Where audit records go (spec 21.2): one of {@link #KNOWN}, or a word that stands for nothing here. Immutable.
 *
 * @param name as in the configuration
 */
public record AuditDestination(String name) {

    /** A file in the log directory. */
    public static final AuditDestination FILESYSTEM = new AuditDestination("filesystem");

    /** The same, as some configurations spell it. */
    public static final AuditDestination FILE = new AuditDestination("file");

    /** Standard output. */
    public static final AuditDestination STDOUT = new AuditDestination("stdout");

    public static final List<AuditDestination> KNOWN = List.of(FILESYSTEM, FILE, STDOUT);

    public boolean isFile() {
        return equals(FILESYSTEM) || equals(FILE);
    }
}
