package io.isol8.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** What is sent as the body of a request or a reply: a JSON object on one line, UTF-8. */
@FunctionalInterface
public interface JsonBody {

    /** Writes it as it is made, and flushes; does not close {@code out}. */
    void writeTo(OutputStream out) throws IOException;

    default byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
