package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.ports.AuditSink;
import io.isol8.ports.Clock;
import io.isol8.wire.AuditJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Audit records in a file, a line each (spec 21.3). Several processes may write to one file: each line is one write to its
 * end, and the file is opened for it, so that it may be moved away in between. For one thread at a time.
 */
public final class AuditFile implements AuditSink {

    /** The name of the file in its directory. */
    static final String NAME = "executions.log";

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final Path file;
    private final AuditHistory history;
    private final Optional<PostLogScript> script;

    /** Whether the file ends with a part of a line. */
    private boolean torn;

    /** As the other one, without a script. */
    public AuditFile(Path directory, int retentionDays, Clock clock) {
        this(directory, retentionDays, clock, Optional.empty());
    }

    /**
     * @param directory is made with the first record, if it is missing
     * @param retentionDays for how many days the records of a day that is over are kept; 0 for ever
     * @param script runs after each record
     */
    AuditFile(Path directory, int retentionDays, Clock clock, Optional<PostLogScript> script) {
        this.directory = directory.toAbsolutePath();
        this.file = this.directory.resolve(NAME);
        this.history = new AuditHistory(this.directory, retentionDays, clock);
        this.script = script;
        history.tidy();
    }

    @Override
    public void write(AuditRecord record) {
        history.tidyDaily();
        try {
            append(AuditJson.line(record));
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.AUDIT_FAILED, "The audit log " + file + " cannot be written: " + reason(e) + ".", e);
        }
        script.ifPresent(after -> after.run(file));
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private void append(byte[] line) throws IOException {
        try (FileChannel end = open()) {
            ByteBuffer bytes = ByteBuffer.wrap(torn ? onNewLine(line) : line);
            try {
                while (bytes.hasRemaining()) {
                    end.write(bytes);
                }
            } finally {
                torn = bytes.hasRemaining() && (torn || bytes.position() > 0);
            }
        }
    }

    private static byte[] onNewLine(byte[] line) {
        byte[] later = new byte[line.length + 1];
        later[0] = '\n';
        System.arraycopy(line, 0, later, 1, line.length);
        return later;
    }

    private FileChannel open() throws IOException {
        try {
            return openExisting();
        } catch (NoSuchFileException e) {
            Files.createDirectories(directory, OWNERS_DIRECTORY);
            return openExisting();
        }
    }

    private FileChannel openExisting() throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                OWNERS_FILE);
    }

    @Override
    public void close() {
        // nothing is open between two records
    }
}
