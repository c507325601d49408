package io.isol8.domain.config;

import io.isol8.domain.audit.AuditDetail;
import java.util.Optional;

/**
 * Section {@code audit}: what is written down of executions (spec 21). Immutable.
 *
 * @param enabled whether anything is
 * @param destination where it goes
 * @param logDir the directory of the file; else what ISOL8_AUDIT_DIR says, else {@code ./.isol8_audit}
 * @param postLogScript what runs after a record was written
 * @param trackResources whether a record tells what a program cost
 * @param retentionDays for how long files are kept; 0 for ever
 * @param includeCode whether a record holds the program
 * @param includeOutput whether a record holds what the program printed
 */
public record Audit(
        boolean enabled,
        AuditDestination destination,
        Optional<String> logDir,
        Optional<String> postLogScript,
        boolean trackResources,
        int retentionDays,
        boolean includeCode,
        boolean includeOutput) {

    /** Days: up to a hundred years. */
    public static final Bounds RETENTION = new Bounds(0, 36_500);

    static final Audit BUILT_IN =
            new Audit(false, AuditDestination.FILESYSTEM, Optional.empty(), Optional.empty(), true, 90, false, false);

    public Audit {
        RETENTION.check("audit.retentionDays", retentionDays);
    }

    /** What records are to hold. */
    public AuditDetail detail() {
        return new AuditDetail(includeCode, includeOutput, trackResources);
    }
}
