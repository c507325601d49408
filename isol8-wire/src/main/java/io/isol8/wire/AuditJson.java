package io.isol8.wire;

import io.isol8.domain.audit.AuditRecord;
import java.io.IOException;

/** Audit records as they are written down (spec 21.5, 21.7). */
public final class AuditJson {

    private static final String BLOCKED = "network_blocked";

    private AuditJson() {}

    /** A record as an object on one line, with its line feed, in UTF-8; whatever is in it makes no second line. */
    public static byte[] line(AuditRecord record) {
        return line("", record);
    }

    /** @param before what the line begins with, in ASCII */
    public static byte[] line(String before, AuditRecord record) {
        return JsonOutput.bytes(before, out -> write(out, record), "\n");
    }

    private static void write(JsonOutput out, AuditRecord record) throws IOException {
        out.field("executionId", record.executionId().toString())
                .field("userId", record.userId())
                .field("timestamp", Timestamps.text(record.timestamp()))
                .field("tenantId", record.tenant())
                .field("keyId", record.keyId().orElse(null))
                .field("runtime", record.runtime())
                .field("codeHash", record.codeHash())
                .field("containerId", record.containerId())
                .field("exitCode", record.exitCode())
                .field("durationMs", record.durationMs())
                .field("termination", record.termination());
        if (record.error().isPresent()) {
            out.object("error", error -> write(error, record.error().get()));
        }
        if (record.resourceUsage().isPresent()) {
            out.object(
                    "resourceUsage",
                    usage -> ResultJson.write(usage, record.resourceUsage().get()));
        }
        if (!record.network().blocked().isEmpty()) {
            out.array("securityEvents", list -> {
                for (AuditRecord.SecurityEvent event : record.network().blocked()) {
                    list.object(fields -> write(fields, event));
                }
            });
        }
        if (!record.metadata().isEmpty()) {
            out.strings("metadata", record.metadata());
        }
        if (record.network().log().isPresent()) {
            NetworkLogJson.write(out, record.network().log().get());
        }
        out.field("code", record.code().orElse(null));
        if (record.output().isPresent()) {
            out.field("stdout", record.output().get().stdout())
                    .field("stderr", record.output().get().stderr());
        }
        out.field("lostRecords", record.lost() == 0 ? null : record.lost());
    }

    private static void write(JsonOutput out, AuditRecord.SecurityEvent event) throws IOException {
        out.field("type", BLOCKED)
                .field("message", "Security event: " + BLOCKED)
                .object(
                        "details",
                        details -> details.field("method", event.method())
                                .field("host", event.host())
                                .field("reason", event.reason()))
                .field("timestamp", Timestamps.text(event.timestamp()));
    }

    private static void write(JsonOutput out, AuditRecord.Failure error) throws IOException {
        out.field("code", error.code().map(ErrorCodes::name).orElse("internal")).field("message", error.message());
    }
}
