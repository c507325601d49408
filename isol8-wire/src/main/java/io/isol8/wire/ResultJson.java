package io.isol8.wire;

import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.Termination;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Results of executions (spec 10.2, 20). */
public final class ResultJson {

    private static final UUID NO_ID = new UUID(0, 0);

    private ResultJson() {}

    /** The reply that tells a result. */
    public static JsonBody body(ExecutionResult result) {
        return out -> JsonOutput.write(out, fields -> {
            fields.field("stdout", result.stdout()).field("stderr", result.stderr());
            writeWithoutOutput(fields, result);
        });
    }

    /**
     * Reads a reply. Only output and exit code have to be there: servers of the first implementation know no
     * termination, which is then {@code EXITED}; an id or a time that is missing is all zeros.
     *
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no result
     * @throws IOException only if {@code body} cannot be read
     */
    public static ExecutionResult read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> {
            Fields fields = new Fields(in);
            in.object(fields::field);
            return fields.whole();
        });
    }

    static void writeWithoutOutput(JsonOutput out, ExecutionResult result) throws IOException {
        out.field("exitCode", result.exitCode())
                .field("durationMs", result.durationMs())
                .field("truncated", result.truncated())
                .field("termination", result.termination().wireName())
                .field("executionId", result.executionId().toString())
                .field("runtime", result.runtime())
                .field("timestamp", Timestamps.text(result.timestamp()))
                .field("containerId", result.containerId().isEmpty() ? null : result.containerId());
        if (result.files().isPresent()) {
            out.object(
                    "files",
                    files -> FilesJson.writeReturned(files, result.files().get()));
        }
        if (result.resourceUsage().isPresent()) {
            out.object(
                    "resourceUsage",
                    usage -> write(usage, result.resourceUsage().get()));
        }
        if (result.networkLog().isPresent()) {
            NetworkLogJson.write(out, result.networkLog().get());
        }
    }

    static void write(JsonOutput out, ResourceUsage usage) throws IOException {
        out.field("cpuPercent", rounded(usage.cpuPercent()))
                .field("cpuTimeMs", rounded(usage.cpuTimeMs()))
                .field("memoryMB", rounded(usage.memoryMB()))
                .field("peakMemoryMB", rounded(usage.peakMemoryMB()))
                .field("networkBytesIn", usage.networkBytesIn())
                .field("networkBytesOut", usage.networkBytesOut());
    }

    /** To hundredths; what is no number is 0, for JSON has no word for it. */
    private static double rounded(double value) {
        return Double.isFinite(value) ? Math.rint(value * 100) / 100 : 0;
    }

    /** An exit event's result, which has no output. */
    static ExecutionResult readWithoutOutput(JsonInput in) throws IOException {
        Fields fields = new Fields(in);
        in.object(fields::field);
        return fields.result();
    }

    /** A result of which nothing else is known. */
    static ExecutionResult of(int exitCode) {
        return new ExecutionResult(
                "",
                "",
                exitCode,
                0,
                false,
                Termination.EXITED,
                NO_ID,
                "",
                Instant.EPOCH,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The fields of one result. */
    private static final class Fields {

        private final JsonInput in;
        private @Nullable String stdout;
        private @Nullable String stderr;
        private @Nullable Integer exitCode;
        private long durationMs;
        private boolean truncated;
        private Termination termination = Termination.EXITED;
        private UUID executionId = NO_ID;
        private String runtime = "";
        private Instant timestamp = Instant.EPOCH;
        private String containerId = "";
        private Optional<ResourceUsage> resourceUsage = Optional.empty();
        private Optional<Map<String, FileContent>> files = Optional.empty();
        private final NetworkLogJson networkLog;

        Fields(JsonInput in) {
            this.in = in;
            this.networkLog = new NetworkLogJson(in);
        }

        boolean field(String name) throws IOException {
            switch (name) {
                case "stdout" -> stdout = in.string();
                case "stderr" -> stderr = in.string();
                case "exitCode" -> exitCode = in.whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "durationMs" -> durationMs = Math.round(in.number());
                case "truncated" -> truncated = in.bool();
                case "termination" -> termination = termination(in.string());
                case "executionId" -> executionId = id(in.string());
                case "runtime" -> runtime = in.string();
                case "timestamp" -> timestamp = Timestamps.read(in);
                case "containerId" -> containerId = in.string();
                case "resourceUsage" -> resourceUsage = Optional.of(new Usage(in).read());
                case "files" -> files = Optional.of(FilesJson.readReturned(in));
                default -> {
                    return networkLog.field(name);
                }
            }
            return true;
        }

        private UUID id(String text) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw in.wrong("a UUID");
            }
        }

        ExecutionResult whole() {
            if (stdout == null) {
                throw in.missing("stdout", "a string");
            }
            if (stderr == null) {
                throw in.missing("stderr", "a string");
            }
            return result();
        }

        ExecutionResult result() {
            if (exitCode == null) {
                throw in.missing("exitCode", "a whole number");
            }
            return new ExecutionResult(
                    stdout == null ? "" : stdout,
                    stderr == null ? "" : stderr,
                    exitCode,
                    durationMs,
                    truncated,
                    termination,
                    executionId,
                    runtime,
                    timestamp,
                    containerId,
                    resourceUsage,
                    files,
                    networkLog.log());
        }
    }

    /** One that is not known here is a kind of exit to this client. */
    private static Termination termination(String name) {
        return Arrays.stream(Termination.values())
                .filter(termination -> termination.wireName().equals(name))
                .findFirst()
                .orElse(Termination.EXITED);
    }

    /** The fields of one usage; those that are missing are 0. */
    private static final class Usage {

        private final JsonInput in;
        private double cpuPercent;
        private double cpuTimeMs;
        private double memoryMB;
        private double peakMemoryMB;
        private long networkBytesIn;
        private long networkBytesOut;

        Usage(JsonInput in) {
            this.in = in;
        }

        ResourceUsage read() throws IOException {
            in.object(this::field);
            return new ResourceUsage(cpuPercent, cpuTimeMs, memoryMB, peakMemoryMB, networkBytesIn, networkBytesOut);
        }

        private boolean field(String name) throws IOException {
            switch (name) {
                case "cpuPercent" -> cpuPercent = in.number();
                case "cpuTimeMs" -> cpuTimeMs = in.number();
                case "memoryMB" -> memoryMB = in.number();
                case "peakMemoryMB" -> peakMemoryMB = in.number();
                case "networkBytesIn" -> networkBytesIn = Math.round(in.number());
                case "networkBytesOut" -> networkBytesOut = Math.round(in.number());
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
