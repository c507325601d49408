package io.isol8.engine;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.FileAttributes;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/** The files of whatever sandbox is the right one at the time. */
final class SessionFiles implements SandboxFiles {

    private final Supplier<SandboxFiles> current;

    /** @param current those of the sandbox of now, or an exception */
    SessionFiles(Supplier<SandboxFiles> current) {
        this.current = current;
    }

    @Override
    public void write(String path, int mode, InputStream content) {
        current.get().write(path, mode, content);
    }

    @Override
    public OpenFile open(String path, long offset, long length) {
        return current.get().open(path, offset, length);
    }

    @Override
    public FileAttributes attributes(String path) {
        return current.get().attributes(path);
    }

    @Override
    public List<DirectoryEntry> list(String path) {
        return current.get().list(path);
    }

    @Override
    public void makeDirectory(String path) {
        current.get().makeDirectory(path);
    }

    @Override
    public void delete(String path) {
        current.get().delete(path);
    }
}
