package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.FileEntry;
import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.domain.DirectoryEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;

/** What is in a directory, entry by entry. */
final class Listing extends FileChannel {

    private static final int MOST = 100_000;

    private final List<DirectoryEntry> entries = new ArrayList<>();
    private boolean tooMany;

    Listing(SupervisorConnection connection, Semaphore places, String path, String failure) {
        super(connection, places, path, failure);
    }

    @Override
    void part(Frame frame) throws ProtocolException {
        if (frame.type() != FrameType.FILE_ENTRY) {
            super.part(frame);
        } else if (entries.size() == MOST || tooMany) {
            tooMany = true;
            entries.clear();
        } else {
            FileEntry entry = FileEntry.decode(frame.payload());
            entries.add(new DirectoryEntry(entry.name(), attributes(entry.info())));
        }
    }

    /** All entries by name; does not wait for more than there may be. */
    List<DirectoryEntry> awaitAll() {
        lock.lock();
        try {
            await(() -> tooMany);
            if (tooMany) {
                throw failed("it has more than " + MOST + " entries");
            }
            checkEnd();
            entries.sort(Comparator.comparing(DirectoryEntry::name));
            return List.copyOf(entries);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }
}
