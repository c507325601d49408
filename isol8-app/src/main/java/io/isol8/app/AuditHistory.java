package io.isol8.app;

import io.isol8.ports.Clock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit records of earlier days: the file of a day that is over is set aside under that day's name, and deleted when it is
 * too old (spec 21.8). Days are those of UTC. Files of other names are not touched. For one thread at a time.
 */
final class AuditHistory {

    private static final Logger log = LoggerFactory.getLogger(AuditHistory.class);
    private static final String PREFIX = "executions-";
    private static final Pattern OWN = Pattern.compile("executions-\\d{4}-\\d{2}-\\d{2}(\\.\\d+)?\\.log");

    private final Path directory;
    private final int retentionDays;
    private final Clock clock;
    private @Nullable LocalDate tidied;

    /** @param retentionDays for how many days after its last record a file is kept; 0 for ever */
    AuditHistory(Path directory, int retentionDays, Clock clock) {
        this.directory = directory;
        this.retentionDays = retentionDays;
        this.clock = clock;
    }

    /** {@link #tidy()}, if a new day has begun since. */
    void tidyDaily() {
        if (!day(clock.now()).equals(tidied)) {
            tidy();
        }
    }

    /** Does what is due; what cannot be done is logged and waits for the next day. */
    void tidy() {
        tidied = day(clock.now());
        if (!Files.isDirectory(directory)) {
            return;
        }
        try {
            setAside(tidied);
            deleteOld();
        } catch (IOException | DirectoryIteratorException e) {
            log.error("Audit records of earlier days in {} stay as they are for now: {}", directory, e.toString());
        }
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** Only one process does, or the second would overwrite what the first has set aside. */
    private void setAside(LocalDate today) throws IOException {
        Path file = directory.resolve(AuditFile.NAME);
        if (!isFile(file)) {
            return;
        }
        Path guard = directory.resolve(".executions.lock");
        try (FileChannel channel = FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            LocalDate written = day(modified(file));
            if (lock != null && written.isBefore(today)) {
                Files.move(file, free(written));
            }
        } catch (OverlappingFileLockException e) {
            log.debug("Another part of this process does that", e);
        }
    }

    private Path free(LocalDate day) {
        Path path = directory.resolve(PREFIX + day + ".log");
        for (int number = 1; Files.exists(path, LinkOption.NOFOLLOW_LINKS); number++) {
            path = directory.resolve(PREFIX + day + "." + number + ".log");
        }
        return path;
    }

    private void deleteOld() throws IOException {
        if (retentionDays == 0) {
            return;
        }
        Instant oldest = clock.now().minus(Duration.ofDays(retentionDays));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, AuditHistory::isOwn)) {
            for (Path file : files) {
                if (modified(file).isBefore(oldest)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOwn(Path file) {
        return OWN.matcher(file.getFileName().toString()).matches() && isFile(file);
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }
}
