package io.isol8.testkit;

import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import java.util.List;
import java.util.UUID;

class InMemoryAuditSinkContractTest extends AuditSinkContract {

    private final InMemoryAuditSink sink = new InMemoryAuditSink();

    @Override
    protected AuditSink open() {
        return sink;
    }

    @Override
    protected List<UUID> written() {
        return sink.records().stream().map(AuditRecord::executionId).toList();
    }

    @Override
    protected void setFailing(boolean failing) {
        sink.setFailing(failing);
    }
}
