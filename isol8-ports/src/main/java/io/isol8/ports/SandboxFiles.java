package io.isol8.ports;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileAttributes;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The files of a sandbox, seen with the rights of its user (spec 17). Whatever the size, a bounded part is in memory.
 *
 * <p>Paths lead below /sandbox or /tmp; relative ones start at /sandbox. No link is followed out of them. Thread-safe.
 *
 * <p>Every method fails with {@link Isol8Exception}: {@code INVALID_REQUEST} for a path that leads elsewhere,
 * {@code FILE_FAILED} for what the sandbox refuses, {@code FILE_NOT_FOUND} where something has to be there and is not,
 * {@code SANDBOX_LOST} once the sandbox is dead, {@code CANCELLED} if the thread is interrupted while it waits or was
 * before.
 */
public interface SandboxFiles {

    /** Permission bits of a file that nobody asked others for. */
    int READABLE = 0644;

    /**
     * Creates or replaces a file, parents included, with what {@code content} yields until its end. If it fails half
     * way, no part of the file is left, nor of the one before it. What {@code content} throws comes through, an
     * {@link IOException} as {@code FILE_FAILED}. It is not closed.
     *
     * @param mode permission bits, e.g. {@code 0644} octal
     */
    void write(String path, int mode, InputStream content);

    /** {@link #write(String, int, InputStream)} of what is in memory. */
    default void write(String path, int mode, byte[] content) {
        write(path, mode, new ByteArrayInputStream(content));
    }

    /**
     * Opens a regular file.
     *
     * @param offset first byte, at least 0; at or beyond the end of the file nothing follows
     * @param length bytes at most, at least 0
     * @return its attributes, and its bytes as they come. To be closed; that ends the transfer. Reading fails with
     *     {@link IOException} if the sandbox dies meanwhile.
     */
    OpenFile open(String path, long offset, long length);

    /** All of a file, to be closed. */
    default OpenFile open(String path) {
        return open(path, 0, Long.MAX_VALUE);
    }

    /**
     * All of a file in memory.
     *
     * @param most bytes that it may have
     * @throws Isol8Exception with {@code FILE_FAILED} also if it has more
     */
    default byte[] read(String path, int most) {
        try (OpenFile file = open(path)) {
            byte[] bytes = file.content().readNBytes(most);
            if (file.attributes().size() > most || file.content().read() >= 0) {
                throw new Isol8Exception(
                        ErrorCode.FILE_FAILED,
                        "Failed to read file " + path + " in container: it has more than " + most + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new Isol8Exception(
                    ErrorCode.SANDBOX_LOST, "Failed to read file " + path + " in container: " + e.getMessage(), e);
        }
    }

    /** What a path leads to; a link is not followed. */
    FileAttributes attributes(String path);

    /**
     * What is in a directory, without {@code .} and {@code ..}, sorted by name.
     *
     * @throws Isol8Exception with {@code FILE_FAILED} also if there are more than 100,000 entries
     */
    List<DirectoryEntry> list(String path);

    /** Creates a directory and its parents; one that exists is fine. */
    void makeDirectory(String path);

    /** Removes a file, a link, or a directory with everything in it; /sandbox and /tmp themselves are refused. */
    void delete(String path);
}
