package io.isol8.domain.audit;

/**
 * What audit records hold that not everybody wants to have written down (spec 21.5, 21.6). Immutable.
 *
 * @param code what was run; its hash always is
 * @param output what it wrote
 * @param resources what it cost; results tell it then, too (spec 20.3)
 */
public record AuditDetail(boolean code, boolean output, boolean resources) {

    /** What it cost, and neither what was run nor what it wrote. */
    public static final AuditDetail DEFAULT = new AuditDetail(false, false, true);
}
