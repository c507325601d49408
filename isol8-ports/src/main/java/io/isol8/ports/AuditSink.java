package io.isol8.ports;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.audit.AuditRecord;

/** Where audit records go (spec 21). For one thread at a time, which may be kept waiting. */
public interface AuditSink extends AutoCloseable {

    /**
     * Writes one record down, after those before it. It survives the end of this process when this returns.
     *
     * @throws Isol8Exception with {@code AUDIT_FAILED} if it could not be; the next one may fare better
     */
    void write(AuditRecord record);

    /** Nothing more comes. May be repeated. */
    @Override
    void close();
}
