package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import io.isol8.wire.AuditJson;
import java.io.IOException;

/** Audit records on standard output (spec 21.4). For one thread at a time. */
final class AuditStdout implements AuditSink {

    private final Console console;

    AuditStdout(Console console) {
        this.console = console;
    }

    @Override
    public void write(AuditRecord record) {
        try {
            console.line(AuditJson.line("AUDIT_LOG: ", record));
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.AUDIT_FAILED,
                    "The audit record cannot be written to standard output: " + e.getMessage() + ".",
                    e);
        }
    }

    @Override
    public void close() {
        // standard output is not its own
    }
}
