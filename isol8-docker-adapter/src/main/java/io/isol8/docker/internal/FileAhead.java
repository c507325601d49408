package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.domain.Isol8Exception;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A small file that is sent without waiting for the reply, as what needs it is sent right behind. */
final class FileAhead extends FileChannel {

    private static final int PERMISSIONS = 0777;
    private static final int KEEP = 1;

    private final String path;
    private final Consumer<Isol8Exception> refused;

    /** @param refused is told if the file was not written, by the reading thread; must not block */
    FileAhead(
            SupervisorConnection connection,
            Semaphore places,
            String path,
            String failure,
            Consumer<Isol8Exception> refused) {
        super(connection, places, path, failure);
        this.path = path;
        this.refused = refused;
    }

    void send(int mode, byte[] content) {
        open(
                FrameType.FILE_WRITE,
                new PayloadWriter().u32(mode & PERMISSIONS).str(path).toBytes());
        if (content.length > 0) {
            send(FrameType.FILE_CHUNK, content);
        }
        send(FrameType.FILE_COMMIT, new PayloadWriter().u8(KEEP).toBytes());
    }

    @Override
    void refused(Isol8Exception problem) {
        refused.accept(problem);
    }
}
