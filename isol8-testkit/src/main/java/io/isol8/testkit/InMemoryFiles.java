package io.isol8.testkit;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxPath;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of an {@link InMemorySandbox}: a map from paths. Thread-safe. */
final class InMemoryFiles implements SandboxFiles {

    /** @param content none for a directory */
    private record Node(int mode, Optional<byte[]> content, Instant modified) {

        FileAttributes attributes() {
            return new FileAttributes(
                    content.isPresent() ? FileKind.FILE : FileKind.DIRECTORY,
                    mode,
                    content.map(bytes -> (long) bytes.length).orElse(0L),
                    modified);
        }
    }

    private static final int CHUNK = 64 * 1024;
    private static final int DIRECTORY_MODE = 0755;
    private static final int PERMISSIONS = 0777;
    private static final int NO_SUCH_FILE = 2;
    private static final int IS_A_DIRECTORY = 21;
    private static final int NOT_A_DIRECTORY = 20;

    private final InMemorySandbox sandbox;
    private final InMemoryContainerRuntime runtime;
    private final SortedMap<String, Node> nodes = new TreeMap<>();

    InMemoryFiles(InMemorySandbox sandbox, InMemoryContainerRuntime runtime) {
        this.sandbox = sandbox;
        this.runtime = runtime;
        clear();
    }

    synchronized void clear() {
        nodes.clear();
        nodes.put(SandboxPath.ROOT, directory());
        nodes.put(SandboxPath.TEMPORARY, directory());
    }

    private Node directory() {
        return new Node(DIRECTORY_MODE, Optional.empty(), runtime.clock().now());
    }

    /** What a program finds there. */
    synchronized Optional<byte[]> content(String path) {
        return Optional.ofNullable(nodes.get(path)).flatMap(Node::content);
    }

    synchronized Optional<Integer> mode(String path) {
        return Optional.ofNullable(nodes.get(path)).map(Node::mode);
    }

    /** What a program leaves there. */
    void put(String path, int mode, byte[] content) {
        put(path, mode, content, writeFailure(path));
    }

    private synchronized void put(String path, int mode, byte[] content, String failure) {
        makeParents(path, failure);
        Node before = nodes.get(path);
        if (before != null && before.content().isEmpty()) {
            throw failed(failure, "Is a directory", IS_A_DIRECTORY);
        }
        nodes.put(path, new Node(mode, Optional.of(content), runtime.clock().now()));
    }

    private void makeParents(String path, String failure) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            makeOne(path.substring(0, slash), failure);
        }
    }

    private void makeOne(String path, String failure) {
        Node there = nodes.computeIfAbsent(path, unused -> directory());
        if (there.content().isPresent()) {
            throw failed(failure, "Not a directory", NOT_A_DIRECTORY);
        }
    }

    private static String writeFailure(String path) {
        return "Failed to write file " + path + " in container";
    }

    private static Isol8Exception failed(String failure, String why, int errno) {
        ErrorCode code = errno == NO_SUCH_FILE ? ErrorCode.FILE_NOT_FOUND : ErrorCode.FILE_FAILED;
        return new Isol8Exception(code, failure + ": " + why + " (exit code " + errno + ")");
    }

    /** As in a real sandbox, whose every answer is waited for. */
    private void perform(Operation operation, String entry) {
        runtime.perform(operation, entry);
        sandbox.checkAlive();
        if (Thread.currentThread().isInterrupted()) {
            throw new Isol8Exception(ErrorCode.CANCELLED, entry + ": interrupted.");
        }
    }

    @Override
    public void write(String path, int mode, InputStream content) {
        String normal = SandboxPath.file(path);
        perform(Operation.WRITE_FILE, "write " + path);
        put(normal, mode & PERMISSIONS, new byte[0], writeFailure(path));
        boolean whole = false;
        try {
            byte[] bytes = readAll(path, content);
            sandbox.checkAlive();
            put(normal, mode & PERMISSIONS, bytes, writeFailure(path));
            whole = true;
        } catch (IOException e) {
            throw new Isol8Exception(ErrorCode.FILE_FAILED, writeFailure(path) + ": " + e.getMessage(), e);
        } finally {
            if (!whole) {
                remove(normal);
            }
        }
    }

    private byte[] readAll(String path, InputStream content) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] chunk = content.readNBytes(CHUNK); chunk.length > 0; chunk = content.readNBytes(CHUNK)) {
            all.writeBytes(chunk);
            sandbox.checkAlive();
            if (Thread.currentThread().isInterrupted()) {
                throw new Isol8Exception(ErrorCode.CANCELLED, writeFailure(path) + ": interrupted.");
            }
        }
        return all.toByteArray();
    }

    private synchronized void remove(String normal) {
        nodes.keySet().removeIf(each -> each.equals(normal) || each.startsWith(normal + "/"));
    }

    @Override
    public OpenFile open(String path, long offset, long length) {
        String normal = SandboxPath.file(path);
        if (offset < 0 || length < 0) {
            throw Isol8Exception.invalid(
                    "offset and length must be at least 0, not " + offset + " and " + length + ".");
        }
        perform(Operation.READ_FILE, "read " + path);
        String failure = "Failed to read file " + path + " in container";
        Node node = node(normal, failure);
        byte[] content = node.content().orElseThrow(() -> failed(failure, "Is a directory", IS_A_DIRECTORY));
        int from = (int) Math.min(offset, content.length);
        int count = (int) Math.min(length, content.length - from);
        return new OpenFile(node.attributes(), new Content(failure, new ByteArrayInputStream(content, from, count)));
    }

    /** Bytes that can be read as long as the sandbox lives. */
    private final class Content extends FilterInputStream {

        private final String failure;

        Content(String failure, InputStream bytes) {
            super(bytes);
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            checkReadable();
            return super.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            checkReadable();
            return super.read(target, offset, length);
        }

        private void checkReadable() throws IOException {
            try {
                sandbox.checkAlive();
            } catch (Isol8Exception e) {
                throw new IOException(failure + ": " + e.message(), e);
            }
        }
    }

    private synchronized Node node(String normal, String failure) {
        for (int slash = normal.indexOf('/', 1); slash > 0; slash = normal.indexOf('/', slash + 1)) {
            Node parent = nodes.get(normal.substring(0, slash));
            if (parent != null && parent.content().isPresent()) {
                throw failed(failure, "Not a directory", NOT_A_DIRECTORY);
            }
        }
        Node node = nodes.get(normal);
        if (node == null) {
            throw failed(failure, "No such file or directory", NO_SUCH_FILE);
        }
        return node;
    }

    @Override
    public FileAttributes attributes(String path) {
        String normal = SandboxPath.directory(path);
        perform(Operation.READ_FILE, "attributes " + path);
        return node(normal, "Failed to look at " + path + " in container").attributes();
    }

    @Override
    public List<DirectoryEntry> list(String path) {
        String normal = SandboxPath.directory(path);
        perform(Operation.READ_FILE, "list " + path);
        String failure = "Failed to list " + path + " in container";
        if (node(normal, failure).content().isPresent()) {
            throw failed(failure, "Not a directory", NOT_A_DIRECTORY);
        }
        return entries(normal);
    }

    private synchronized List<DirectoryEntry> entries(String directory) {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (Map.Entry<String, Node> entry : nodes.entrySet()) {
            String name = nameIn(directory, entry.getKey());
            if (!name.isEmpty()) {
                entries.add(new DirectoryEntry(name, entry.getValue().attributes()));
            }
        }
        return entries;
    }

    /** The last part of {@code path} if it stands in {@code directory} itself, else empty. */
    private static String nameIn(String directory, String path) {
        boolean below = path.startsWith(directory + "/") && path.lastIndexOf('/') == directory.length();
        return below ? path.substring(directory.length() + 1) : "";
    }

    @Override
    public void makeDirectory(String path) {
        String normal = SandboxPath.directory(path);
        perform(Operation.WRITE_FILE, "mkdir " + path);
        synchronized (this) {
            String failure = "Failed to make directory " + path + " in container";
            makeParents(normal, failure);
            makeOne(normal, failure);
        }
    }

    @Override
    public void delete(String path) {
        String normal = SandboxPath.file(path);
        perform(Operation.WRITE_FILE, "delete " + path);
        synchronized (this) {
            node(normal, "Failed to delete " + path + " in container");
            remove(normal);
        }
    }
}
