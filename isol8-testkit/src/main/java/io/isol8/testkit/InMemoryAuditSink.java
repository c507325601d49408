package io.isol8.testkit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps audit records in memory; takes none, or keeps whoever writes waiting, if a test wants that. Thread-safe. */
public final class InMemoryAuditSink implements AuditSink {

    private final List<AuditRecord> records = new ArrayList<>();
    private boolean failing;
    private boolean blocked;
    private boolean waiting;
    private boolean closed;

    @Override
    public synchronized void write(AuditRecord record) {
        while (blocked) {
            waiting = true;
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed("interrupted");
            }
        }
        waiting = false;
        if (failing) {
            throw failed("the test wants it so");
        }
        records.add(record);
    }

    private static Isol8Exception failed(String why) {
        return new Isol8Exception(ErrorCode.AUDIT_FAILED, "The audit record could not be kept: " + why + ".");
    }

    /** What was written, in order. */
    public synchronized List<AuditRecord> records() {
        return List.copyOf(records);
    }

    /** From now on nothing can be written, or everything again. */
    public synchronized void setFailing(boolean failing) {
        this.failing = failing;
    }

    /** From now on who writes has to wait, or need not any more. */
    public synchronized void setBlocked(boolean blocked) {
        this.blocked = blocked;
        notifyAll();
    }

    /** Whether somebody has to wait. */
    public synchronized boolean keepsSomebodyWaiting() {
        return waiting;
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
