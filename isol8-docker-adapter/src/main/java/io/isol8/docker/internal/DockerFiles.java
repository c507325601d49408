package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.SandboxPath;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** The files of a sandbox, by way of its supervisor. */
final class DockerFiles implements SandboxFiles {

    private static final int CHUNK = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SupervisorConnection supervisor;

    DockerFiles(SupervisorConnection supervisor) {
        this.supervisor = supervisor;
    }

    @Override
    public void write(String path, int mode, InputStream content) {
        Request request = new Request("Failed to write file " + path + " in container");
        String normal = SandboxPath.file(path);
        int channel = supervisor.newChannel(request);
        try {
            supervisor.send(
                    FrameType.FILE_WRITE,
                    channel,
                    new PayloadWriter().u32(mode).str(normal).toBytes());
            for (byte[] chunk = content.readNBytes(CHUNK); chunk.length > 0; chunk = content.readNBytes(CHUNK)) {
                supervisor.send(FrameType.FILE_CHUNK, channel, chunk);
            }
            supervisor.send(FrameType.FILE_COMMIT, channel, new byte[] {1});
            request.await(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            supervisor.release(channel);
        }
    }

    @Override
    public OpenFile open(String path, long offset, long length) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public FileAttributes attributes(String path) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public List<DirectoryEntry> list(String path) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void makeDirectory(String path) {
        throw new UnsupportedOperationException("not yet");
    }

    @Override
    public void delete(String path) {
        throw new UnsupportedOperationException("not yet");
    }
}
