package io.isol8.app;

import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import java.util.ArrayList;
import java.util.List;

/** Hands the records of a command's few executions on when it ends, after all that the programs wrote. */
final class AuditAtTheEnd implements AuditSink {

    private final AuditSink sink;
    private final List<AuditRecord> records = new ArrayList<>();

    AuditAtTheEnd(AuditSink sink) {
        this.sink = sink;
    }

    @Override
    public void write(AuditRecord record) {
        records.add(record);
    }

    @Override
    public void close() {
        records.forEach(sink::write);
        records.clear();
        sink.close();
    }
}
