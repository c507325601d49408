package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxPath;
import io.isol8.ports.OpenFile;
import io.isol8.ports.ProgramFile;
import io.isol8.ports.SandboxFiles;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The files of a sandbox, by way of its supervisor. It serves so many requests at a time; whoever comes with one
 * more waits here until one of them has ended, an open file with its last byte or its closing.
 */
final class DockerFiles implements SandboxFiles {

    /** What the supervisor allows. */
    private static final int PLACES = 16;

    private final SupervisorConnection supervisor;
    private final Semaphore places = new Semaphore(PLACES, true);

    DockerFiles(SupervisorConnection supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public void write(String path, int mode, InputStream content) {
        new Upload(supervisor, places, SandboxPath.file(path), notWritten(path)).write(mode, content);
    }

    private static String notWritten(String path) {
        return "Failed to write file " + path + " in container";
    }

    /**
     * Sends the file so that it is there for whatever the supervisor is asked for afterwards. Waits until it is there only
     * if it is large.
     *
     * @param refused is told if it was not written, by the reading thread; must not block
     */
    void writeAhead(ProgramFile file, Consumer<Isol8Exception> refused) {
        if (file.content().length > Frame.MAX_DATA) {
            write(file.path(), file.mode(), file.content());
        } else {
            String path = SandboxPath.file(file.path());
            new FileAhead(supervisor, places, path, notWritten(file.path()), refused).send(file.mode(), file.content());
        }
    }

    @Override
    public OpenFile open(String path, long offset, long length) {
        String normal = SandboxPath.file(path);
        if (offset < 0 || length < 0) {
            throw Isol8Exception.invalid(
                    "offset and length must be at least 0, not " + offset + " and " + length + ".");
        }
        return new Download(supervisor, places, normal, "Failed to read file " + path + " in container")
                .open(offset, length);
    }

    @Override
    public FileAttributes attributes(String path) {
        String normal = SandboxPath.directory(path);
        FileChannel request = request(normal, "Failed to look at " + path + " in container");
        request.open(FrameType.FILE_STAT, new PayloadWriter().str(normal).toBytes());
        request.awaitEnd();
        return request.attributes();
    }

    @Override
    public List<DirectoryEntry> list(String path) {
        String normal = SandboxPath.directory(path);
        Listing listing = new Listing(supervisor, places, normal, "Failed to list " + path + " in container");
        listing.open(FrameType.FILE_LIST, new PayloadWriter().str(normal).toBytes());
        return listing.awaitAll();
    }

    @Override
    public void makeDirectory(String path) {
        String normal = SandboxPath.directory(path);
        FileChannel request = request(normal, "Failed to make directory " + path + " in container");
        request.open(FrameType.FILE_MKDIR, new PayloadWriter().str(normal).toBytes());
        request.awaitEnd();
    }

    @Override
    public void delete(String path) {
        String normal = SandboxPath.file(path);
        FileChannel request = request(normal, "Failed to delete " + path + " in container");
        request.open(
                FrameType.FILE_DELETE, new PayloadWriter().u8(1).str(normal).toBytes());
        request.awaitEnd();
    }

    private FileChannel request(String path, String failure) {
        return new FileChannel(supervisor, places, path, failure);
    }
}
