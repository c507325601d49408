package io.isol8.engine;

import io.isol8.domain.Ascii;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FetchedCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkLog;
import io.isol8.domain.RandomIds;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.Source;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.domain.mask.SecretMasker;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.RefusedExecution;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is known at the end of an execution, of which a record is made when there is time: that costs hashing and masking.
 * Immutable.
 *
 * @param output masked already, if it is to be told
 * @param network what was asked of it
 * @param listsNetwork whether all of that is to be told, or only what was blocked
 */
record AuditDraft(
        UUID id,
        Instant begun,
        AuditDraft.Subject subject,
        AuditDraft.End end,
        Optional<AuditRecord.Output> output,
        NetworkLog network,
        boolean listsNetwork) {

    /** Characters of an error's message that are written down. */
    private static final int LONGEST_MESSAGE = 4000;

    /** What an object takes in memory besides its text, in characters, roughly. */
    private static final int OVERHEAD = 500;

    /**
     * Who wanted what.
     *
     * @param codeHash of the code, if it is known without hashing
     */
    record Subject(
            String tenant,
            Optional<String> keyId,
            String runtime,
            Optional<String> code,
            Optional<String> codeHash,
            Map<String, String> metadata,
            Map<String, String> secrets) {

        /** @param fetched what was to be run, if that was fetched from somewhere */
        static Subject of(ExecutionOrder order, Optional<FetchedCode> fetched) {
            ExecutionRequest request = order.request();
            return new Subject(
                    order.tenant(),
                    order.keyId(),
                    Ascii.printable(request.runtime()),
                    fetched.map(FetchedCode::text).or(() -> code(request.source())),
                    fetched.map(FetchedCode::sha256),
                    request.metadata(),
                    order.options().secrets());
        }

        static Subject of(RefusedExecution refused) {
            return new Subject(
                    refused.tenant(),
                    refused.keyId(),
                    refused.request()
                            .map(request -> Ascii.printable(request.runtime()))
                            .orElse(""),
                    refused.request().flatMap(request -> code(request.source())),
                    Optional.empty(),
                    refused.request().map(ExecutionRequest::metadata).orElse(Map.of()),
                    refused.secrets());
        }

        /** The text of what was to be run; what a URL leads to is known only when it was fetched. */
        private static Optional<String> code(Source source) {
            if (source instanceof Source.Code code) {
                return Optional.of(code.text());
            }
            return source instanceof Source.Command command ? Optional.of(command.line()) : Optional.empty();
        }
    }

    /** How it ended. */
    record End(
            String containerId,
            int exitCode,
            long durationMs,
            String termination,
            Optional<AuditRecord.Failure> error,
            Optional<ResourceUsage> resourceUsage) {

        static End of(ExecutionResult result) {
            return new End(
                    result.containerId(),
                    result.exitCode(),
                    result.durationMs(),
                    result.termination().wireName(),
                    Optional.empty(),
                    result.resourceUsage());
        }

        /** By a setup script, after which there was no program. */
        static End ofSetup(ExecutionResult result) {
            return new End(
                    result.containerId(),
                    result.exitCode(),
                    result.durationMs(),
                    AuditRecord.FAILED,
                    Optional.of(new AuditRecord.Failure(
                            Optional.of(ErrorCode.SETUP_FAILED),
                            "Setup script failed (exit code " + result.exitCode() + ")")),
                    result.resourceUsage());
        }

        static End of(Throwable failure, String containerId, long durationMs) {
            Optional<ErrorCode> code =
                    failure instanceof Isol8Exception ours ? Optional.of(ours.code()) : Optional.empty();
            return new End(
                    containerId,
                    AuditRecord.NO_EXIT_CODE,
                    durationMs,
                    code.map(End::termination).orElse(AuditRecord.FAILED),
                    Optional.of(new AuditRecord.Failure(code, message(failure))),
                    Optional.empty());
        }

        private static String termination(ErrorCode code) {
            return switch (code) {
                case CANCELLED -> "cancelled";
                case INVALID_REQUEST, MALFORMED_REQUEST, BEYOND_POLICY, REMOTE_CODE_REFUSED, RUNTIME_SWITCH, BUSY ->
                    AuditRecord.REFUSED;
                default -> AuditRecord.FAILED;
            };
        }

        private static String message(Throwable failure) {
            return failure instanceof Isol8Exception ours ? ours.summary() : "A defect of isol8: " + failure;
        }
    }

    static AuditDraft of(RefusedExecution refused, Instant now) {
        return new AuditDraft(
                RandomIds.next(),
                now,
                Subject.of(refused),
                End.of(refused.reason(), "", 0),
                Optional.empty(),
                NetworkLog.EMPTY,
                false);
    }

    /** How much memory it takes, in characters, roughly. */
    long weight() {
        return OVERHEAD
                + subject.code().map(String::length).orElse(0)
                + output.map(both ->
                                both.stdout().length() + (long) both.stderr().length())
                        .orElse(0L)
                + network.entries().stream().mapToLong(AuditDraft::weight).sum()
                + weight(subject.metadata())
                + weight(subject.secrets());
    }

    private static long weight(NetworkEntry entry) {
        return OVERHEAD
                + (long) entry.method().length()
                + entry.host().length()
                + entry.path().map(String::length).orElse(0);
    }

    private static long weight(Map<String, String> texts) {
        return texts.entrySet().stream()
                .mapToLong(
                        text -> text.getKey().length() + (long) text.getValue().length())
                .sum();
    }

    /** @param lost how many before it could not be written */
    AuditRecord toRecord(AuditDetail detail, long lost) {
        SecretMasker masker = SecretMasker.of(subject.secrets().values());
        Map<String, String> metadata = new LinkedHashMap<>();
        subject.metadata().forEach((name, value) -> metadata.put(masker.mask(name), masker.mask(value)));
        return new AuditRecord(
                id,
                metadata.getOrDefault("userId", ""),
                begun,
                subject.tenant(),
                subject.keyId(),
                masker.mask(subject.runtime()),
                subject.codeHash()
                        .or(() -> subject.code().map(AuditDraft::sha256))
                        .orElse(""),
                end.containerId(),
                end.exitCode(),
                end.durationMs(),
                end.termination(),
                end.error()
                        .map(error -> new AuditRecord.Failure(error.code(), shortened(masker.mask(error.message())))),
                end.resourceUsage(),
                metadata,
                subject.code().filter(code -> detail.code()).map(masker::mask),
                output,
                network(masker),
                lost);
    }

    private AuditRecord.Network network(SecretMasker masker) {
        NetworkLog told = network.map(masker::mask);
        return new AuditRecord.Network(
                told.entries().stream()
                        .filter(entry -> entry.action() == NetworkEntry.Action.BLOCK)
                        .map(entry -> new AuditRecord.SecurityEvent(
                                entry.timestamp(),
                                entry.method(),
                                entry.host(),
                                entry.reason().orElse("")))
                        .toList(),
                Optional.of(told).filter(all -> listsNetwork && !all.entries().isEmpty()));
    }

    private static String shortened(String message) {
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
