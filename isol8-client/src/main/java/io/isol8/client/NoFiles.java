package io.isol8.client;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import java.io.InputStream;
import java.util.List;

/** The files of a client without a session: there are none (spec 27.3). */
final class NoFiles implements SandboxFiles {

    private static Isol8Exception refusal() {
        return new Isol8Exception(ErrorCode.NO_SANDBOX, "File operations require a sessionId (persistent mode)");
    }

    @Override
    public void write(String path, int mode, InputStream content) {
        throw refusal();
    }

    @Override
    public OpenFile open(String path, long offset, long length) {
        throw refusal();
    }

    @Override
    public FileAttributes attributes(String path) {
        throw refusal();
    }

    @Override
    public List<DirectoryEntry> list(String path) {
        throw refusal();
    }

    @Override
    public void makeDirectory(String path) {
        throw refusal();
    }

    @Override
    public void delete(String path) {
        throw refusal();
    }
}
