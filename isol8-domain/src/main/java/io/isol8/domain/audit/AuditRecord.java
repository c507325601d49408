package io.isol8.domain.audit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.ResourceUsage;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is written down of one execution, however it ended (spec 21.5, 21.7). Holds no secret of the request's. Immutable.
 *
 * @param executionId as in the result, if there was one
 * @param userId the note {@code userId} of the request's metadata, else empty
 * @param timestamp when it was asked for
 * @param tenant whose it was
 * @param keyId the API key that it was asked with, {@code master} for the master key; empty if there was none
 * @param runtime as requested; empty if the request could not be read
 * @param codeHash SHA-256 of what was to be run, hexadecimal; empty if that is not known
 * @param containerId where it ran; empty if it did not come to that
 * @param exitCode as in the result; {@link #NO_EXIT_CODE} if nothing ran
 * @param durationMs wall time of the program alone, milliseconds; if it did not run, time until that was clear
 * @param termination that of the result; {@link #FAILED}, {@link #REFUSED} or {@code cancelled} if there is an error
 * @param error what kept the program from being run to its end
 * @param resourceUsage what it cost, if that was measured
 * @param metadata the caller's own notes
 * @param code what was to be run, if that is to be told
 * @param output what the program wrote, if that is to be told
 * @param network what was asked of a filtered network
 * @param lost how many records before this one could not be written
 */
public record AuditRecord(
        UUID executionId,
        String userId,
        Instant timestamp,
        String tenant,
        Optional<String> keyId,
        String runtime,
        String codeHash,
        String containerId,
        int exitCode,
        long durationMs,
        String termination,
        Optional<Failure> error,
        Optional<ResourceUsage> resourceUsage,
        Map<String, String> metadata,
        Optional<String> code,
        Optional<Output> output,
        Network network,
        long lost) {

    /** The exit code of what never ran. */
    public static final int NO_EXIT_CODE = -1;

    /** The termination of an execution that something went wrong with. */
    public static final String FAILED = "failed";

    /** The termination of an execution that was not allowed, or not possible at the time. */
    public static final String REFUSED = "refused";

    public AuditRecord {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * What kept a program from being run to its end.
     *
     * @param code empty for a defect of isol8's own
     * @param message without anything that the program wrote
     */
    public record Failure(Optional<ErrorCode> code, String message) {}

    /** What a program wrote: masked, and cut where its result is. */
    public record Output(String stdout, String stderr) {}

    /**
     * What programs asked of a filtered network (spec 19.8, 19.9). Immutable.
     *
     * @param blocked what they did not get, in the order in which they asked
     * @param log everything, if that is to be told; what is blocked stands there, too
     */
    public record Network(List<SecurityEvent> blocked, Optional<NetworkLog> log) {

        /** Nothing was asked. */
        public static final Network NONE = new Network(List.of(), Optional.empty());

        public Network {
            blocked = List.copyOf(blocked);
        }
    }

    /**
     * A request that a filter did not let through (spec 19.9).
     *
     * @param timestamp when it was made
     * @param method CONNECT, or the HTTP method; empty if it was no HTTP
     * @param host as it was decided about, or as the program spelled it if that is no host
     * @param reason why it was blocked
     */
    public record SecurityEvent(Instant timestamp, String method, String host, String reason) {}
}
