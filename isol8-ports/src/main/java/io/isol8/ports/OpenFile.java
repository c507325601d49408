package io.isol8.ports;

import io.isol8.domain.FileAttributes;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of a sandbox that is being read.
 *
 * @param attributes as they were when it was opened
 * @param content the bytes asked for; for one thread
 */
public record OpenFile(FileAttributes attributes, InputStream content) implements AutoCloseable {

    /** Ends the transfer, complete or not. */
    @Override
    public void close() throws IOException {
        content.close();
    }
}
