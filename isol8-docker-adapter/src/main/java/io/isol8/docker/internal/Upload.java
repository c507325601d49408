package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file on its way into the sandbox: all of it, or none. */
final class Upload extends FileChannel {

    private static final Logger log = LoggerFactory.getLogger(Upload.class);
    private static final int PERMISSIONS = 0777;

    private final String path;

    Upload(SupervisorConnection connection, Semaphore places, String path, String failure) {
        super(connection, places, path, failure);
        this.path = path;
    }

    void write(int mode, InputStream content) {
        open(
                FrameType.FILE_WRITE,
                new PayloadWriter().u32(mode & PERMISSIONS).str(path).toBytes());
        boolean sent = false;
        try {
            send(content);
            sent = true;
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted() ? interrupted(e) : failed(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!sent) {
                takeBack();
            }
        }
        end(true);
    }

    /** All of it, unless the supervisor has already refused the file. */
    private void send(InputStream content) throws IOException, InterruptedException {
        int count;
        do {
            byte[] chunk = new byte[Frame.MAX_DATA];
            count = content.readNBytes(chunk, 0, chunk.length);
            if (count > 0) {
                sendInTime(FrameType.FILE_CHUNK, count == chunk.length ? chunk : Arrays.copyOf(chunk, count));
            }
        } while (count == Frame.MAX_DATA && !isOver());
    }

    private void takeBack() {
        try {
            end(false);
        } catch (Isol8Exception e) {
            log.debug("{} is not taken back: {}", path, e.getMessage());
        }
    }

    private void end(boolean keep) {
        if (!isOver()) {
            send(FrameType.FILE_COMMIT, new PayloadWriter().u8(keep ? 1 : 0).toBytes());
        }
        awaitEndUninterruptibly();
    }
}
