package io.isol8.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.Termination;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultJsonTest {

    private static final UUID ID = UUID.fromString("6f1c0f5e-7d4e-4b8e-9a55-0f4a4f1d2c3b");

    private static ExecutionResult result(
            Instant timestamp, Optional<ResourceUsage> usage, Optional<Map<String, FileContent>> files) {
        return new ExecutionResult(
                "hi",
                "",
                3,
                41,
                false,
                Termination.EXITED,
                ID,
                "bash",
                timestamp,
                "c0ffee",
                usage,
                files,
                Optional.empty());
    }

    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    private static String json(ExecutionResult result) {
        return Wire.json(ResultJson.body(result));
    }

    @Test
    void theExampleOfTheProtocol() throws IOException {
        String example = "{\"stdout\":\"hi\",\"stderr\":\"\",\"exitCode\":3,\"durationMs\":41,\"truncated\":false,"
                + "\"executionId\":\"" + ID + "\",\"runtime\":\"bash\","
                + "\"timestamp\":\"2026-01-01T00:00:00.000Z\",\"containerId\":\"c0ffee\"}";

        ExecutionResult read = ResultJson.read(Wire.body(example));

        assertThat(read).isEqualTo(result(NEW_YEAR, Optional.empty(), Optional.empty()));
        assertThat(json(read)).isEqualTo(example.replace("false,", "false,\"termination\":\"exited\","));
    }

    @Test
    void whatIsThereOnlySometimesComesLast() {
        Map<String, FileContent> files = new LinkedHashMap<>();
        files.put("out/b.txt", FileContent.of("hello"));
        files.put("a", FileContent.of(new byte[] {(byte) 0xff}));

        assertThat(json(result(
                        NEW_YEAR, Optional.of(new ResourceUsage(98.7654, 12, 1.005, 20.5, 7, 8)), Optional.of(files))))
                .endsWith("\"containerId\":\"c0ffee\",\"files\":{\"out/b.txt\":\"aGVsbG8=\",\"a\":\"/w==\"},"
                        + "\"resourceUsage\":{\"cpuPercent\":98.77,\"cpuTimeMs\":12,\"memoryMB\":1,"
                        + "\"peakMemoryMB\":20.5,\"networkBytesIn\":7,\"networkBytesOut\":8}}");
    }

    @Test
    void askingForFilesThatAreNotThereGivesNone() {
        assertThat(json(result(NEW_YEAR, Optional.empty(), Optional.of(Map.of()))))
                .endsWith("\"files\":{}}");
    }

    @Test
    void numbersThatJsonDoesNotKnowAreZero() {
        ResourceUsage usage = new ResourceUsage(Double.NaN, Double.POSITIVE_INFINITY, 0, -0.0, 0, 0);

        assertThat(json(result(NEW_YEAR, Optional.of(usage), Optional.empty())))
                .contains("\"cpuPercent\":0,\"cpuTimeMs\":0,\"memoryMB\":0,\"peakMemoryMB\":0,");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z,           2026-01-01T00:00:00.000Z",
        "2026-01-01T12:34:56.7Z,         2026-01-01T12:34:56.700Z",
        "2026-01-01T12:34:56.789999999Z, 2026-01-01T12:34:56.789Z",
        "1969-12-31T23:59:59.999Z,       1969-12-31T23:59:59.999Z"
    })
    void timestampsHaveMilliseconds(Instant timestamp, String written) {
        assertThat(json(result(timestamp, Optional.empty(), Optional.empty())))
                .contains("\"timestamp\":\"" + written + "\"");
    }

    @Test
    void aContainerThatIsNotKnownIsLeftOut() {
        ExecutionResult result = new ExecutionResult(
                "",
                "",
                0,
                0,
                true,
                Termination.OUTPUT_LIMIT,
                ID,
                "bash",
                NEW_YEAR,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(json(result))
                .contains("\"truncated\":true,\"termination\":\"output_limit\"")
                .doesNotContain("containerId");
    }

    @Test
    void anyTextIsWrittenAsValidJsonOnOneLine() {
        ExecutionResult result = new ExecutionResult(
                "\ud83d \ude00\ud83d\ude00 \u2028\u2029\u0000\u001b\n\"\\\u007f",
                "\ud83d",
                0,
                0,
                false,
                Termination.EXITED,
                ID,
                "",
                NEW_YEAR,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(json(result))
                .startsWith("{\"stdout\":\"\ufffd \ufffd😀 \\u2028\\u2029\\u0000\\u001B\\n\\\"\\\\\u007f\","
                        + "\"stderr\":\"\ufffd\",");
    }

    @Test
    void aSparseResultOfAnotherServerIsEnough() throws IOException {
        ExecutionResult read = ResultJson.read(Wire.body("""
                {"stdout":"a","stderr":"b","exitCode":-1,"durationMs":1.6,"termination":"abducted","networkLogs":[{"path":null}],
                "resourceUsage":{"cpuPercent":1}}"""));

        assertThat(read)
                .isEqualTo(new ExecutionResult(
                        "a",
                        "b",
                        -1,
                        2,
                        false,
                        Termination.EXITED,
                        new UUID(0, 0),
                        "",
                        Instant.EPOCH,
                        "",
                        Optional.of(new ResourceUsage(1, 0, 0, 0, 0, 0)),
                        Optional.empty(),
                        Optional.of(new NetworkLog(
                                List.of(new NetworkEntry(
                                        Instant.EPOCH,
                                        "",
                                        "",
                                        Optional.empty(),
                                        NetworkEntry.Action.ALLOW,
                                        0,
                                        0,
                                        0,
                                        Optional.empty(),
                                        Optional.empty())),
                                0,
                                0,
                                0))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|stdout must be a string.",
                "{\"stdout\":\"\"}|stderr must be a string.",
                "{\"stdout\":\"\",\"stderr\":\"\"}|exitCode must be a whole number.",
                "{\"exitCode\":\"0\"}|exitCode must be a whole number between -2147483648 and 2147483647.",
                "{\"executionId\":\"x\"}|executionId must be a UUID.",
                "{\"timestamp\":\"now\"}|timestamp must be a point in time such as 2026-01-01T00:00:00.000Z.",
                "{\"files\":{\"a.b\":\"*\"}}|files[\"a.b\"] must be base64.",
                "[]|It must be an object.",
                "<html>|It is not valid JSON (line 1, column 1).",
            })
    void whatIsNoResultIsSaidToBeNone(String answer, String message) {
        Wire.assertNotUnderstood(message, () -> ResultJson.read(Wire.body(answer)));
    }
}
