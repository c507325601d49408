package io.isol8.domain;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * How an execution went (spec 10.2).
 *
 * @param stdout standard output, without trailing whitespace; empty where the output was streamed
 * @param stderr standard error, likewise
 * @param exitCode the program's exit code; 128 plus the signal number if a signal ended it, 137 after a timeout
 * @param durationMs wall time of the program alone, milliseconds
 * @param truncated whether either stream went beyond the cap
 * @param termination how the program came to its end
 * @param executionId names this execution
 * @param runtime as requested
 * @param timestamp when the execution ended
 * @param containerId the full id of the container that it ran in
 * @param resourceUsage present if tracking was asked for
 * @param files what stands at the request's output paths, as it spelled them; present if it named any
 * @param networkLog what was asked of a filtered network; present if that was wanted and anything was
 */
public record ExecutionResult(
        String stdout,
        String stderr,
        int exitCode,
        long durationMs,
        boolean truncated,
        Termination termination,
        UUID executionId,
        String runtime,
        Instant timestamp,
        String containerId,
        Optional<ResourceUsage> resourceUsage,
        Optional<Map<String, FileContent>> files,
        Optional<NetworkLog> networkLog) {

    public ExecutionResult {
        files = files.map(all -> Collections.unmodifiableMap(new LinkedHashMap<>(all)));
    }
}
