package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.audit.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditJsonTest {

    private static final UUID ID = UUID.fromString("6f1c0f5e-7d4e-4b8e-9a55-0f4a4f1d2c3b");

    private static AuditRecord record(Optional<AuditRecord.Failure> error, String text) {
        return new AuditRecord(
                ID,
                "u1",
                Instant.parse("2026-01-01T00:00:00Z"),
                "acme",
                Optional.of("master"),
                "bash",
                "ab12",
                "c0ffee",
                3,
                41,
                "exited",
                error,
                Optional.of(new ResourceUsage(98.7654, 12, 1.005, 20.5, 7, 8)),
                Map.of("userId", "u1"),
                Optional.of(text),
                Optional.of(new AuditRecord.Output("hi", "")),
                network(text),
                2);
    }

    private static AuditRecord.Network network(String text) {
        NetworkEntry entry = new NetworkEntry(
                Instant.EPOCH,
                "GET",
                "a.example",
                Optional.of("/"),
                NetworkEntry.Action.BLOCK,
                5,
                0,
                0,
                Optional.of(403),
                Optional.of(text));
        return new AuditRecord.Network(
                List.of(new AuditRecord.SecurityEvent(Instant.EPOCH, "GET", "a.example", text)),
                Optional.of(new NetworkLog(List.of(entry), 1, 0, 0)));
    }

    private static String line(AuditRecord record) {
        return new String(AuditJson.line(record), StandardCharsets.UTF_8);
    }

    @Test
    void a_record_with_everything() {
        assertThat(line(record(
                        Optional.of(new AuditRecord.Failure(Optional.of(ErrorCode.SETUP_FAILED), "no")), "echo hi")))
                .isEqualTo("{\"executionId\":\"" + ID + "\",\"userId\":\"u1\","
                        + "\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"tenantId\":\"acme\",\"keyId\":\"master\","
                        + "\"runtime\":\"bash\",\"codeHash\":\"ab12\",\"containerId\":\"c0ffee\",\"exitCode\":3,"
                        + "\"durationMs\":41,\"termination\":\"exited\","
                        + "\"error\":{\"code\":\"setup_failed\",\"message\":\"no\"},"
                        + "\"resourceUsage\":{\"cpuPercent\":98.77,\"cpuTimeMs\":12,\"memoryMB\":1,"
                        + "\"peakMemoryMB\":20.5,\"networkBytesIn\":7,\"networkBytesOut\":8},"
                        + "\"securityEvents\":[{\"type\":\"network_blocked\","
                        + "\"message\":\"Security event: network_blocked\","
                        + "\"details\":{\"method\":\"GET\",\"host\":\"a.example\",\"reason\":\"echo hi\"},"
                        + "\"timestamp\":\"1970-01-01T00:00:00.000Z\"}],"
                        + "\"metadata\":{\"userId\":\"u1\"},"
                        + "\"networkLogs\":[{\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"method\":\"GET\","
                        + "\"host\":\"a.example\",\"path\":\"/\",\"action\":\"BLOCK\",\"durationMs\":5,"
                        + "\"bytesIn\":0,\"bytesOut\":0,\"status\":403,\"reason\":\"echo hi\"}],"
                        + "\"networkLogsDropped\":1,\"code\":\"echo hi\",\"stdout\":\"hi\",\"stderr\":\"\","
                        + "\"lostRecords\":2}\n");
    }

    @Test
    void a_record_with_as_little_as_possible_has_the_fields_that_readers_count_on() {
        AuditRecord record = new AuditRecord(
                ID,
                "",
                Instant.EPOCH,
                "default",
                Optional.empty(),
                "",
                "",
                "",
                AuditRecord.NO_EXIT_CODE,
                0,
                AuditRecord.REFUSED,
                Optional.of(new AuditRecord.Failure(Optional.empty(), "oops")),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                AuditRecord.Network.NONE,
                0);
        assertThat(line(record))
                .isEqualTo("{\"executionId\":\"" + ID + "\",\"userId\":\"\","
                        + "\"timestamp\":\"1970-01-01T00:00:00.000Z\",\"tenantId\":\"default\",\"runtime\":\"\","
                        + "\"codeHash\":\"\",\"containerId\":\"\",\"exitCode\":-1,\"durationMs\":0,"
                        + "\"termination\":\"refused\",\"error\":{\"code\":\"internal\",\"message\":\"oops\"}}\n");
    }

    @Test
    void is_one_line_whatever_is_in_it() {
        String line = line(record(Optional.empty(), "a\nb\r\u2028\u0085\u0000\ud83d"));
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line).doesNotContain("\r", "\u2028", "\u0000");
        assertThat(line).contains("\"code\":\"a\\nb\\r\\u2028\u0085\\u0000\ufffd\"");
    }

    @Test
    void may_begin_with_something_else() {
        assertThat(new String(AuditJson.line("AUDIT_LOG: ", record(Optional.empty(), "")), StandardCharsets.UTF_8))
                .startsWith("AUDIT_LOG: {\"executionId\"")
                .endsWith("}\n");
    }
}
