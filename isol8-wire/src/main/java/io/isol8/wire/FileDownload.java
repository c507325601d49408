package io.isol8.wire;

import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A file from a session's sandbox (spec 4.6). */
public record FileDownload(FileContent content) implements JsonBody {

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no file
     * @throws IOException only if {@code body} cannot be read
     */
    public static FileDownload read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.ANSWER, in -> new Fields().read(in));
    }

    /**
     * The same of a file that is not in memory: it is written as it is read.
     *
     * @param size bytes of it, which is an {@link IOException} if there are fewer
     */
    public static JsonBody of(InputStream content, int size) {
        return out -> JsonOutput.write(out, fields -> fields.base64("content", content, size));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> fields.base64("content", content));
    }

    private static final class Fields {

        private @Nullable FileContent content;

        FileDownload read(JsonInput in) throws IOException {
            in.object(name -> {
                if (name.equals("content")) {
                    content = FileContent.owning(in.base64());
                }
                return name.equals("content");
            });
            if (content == null) {
                throw in.missing("content", "base64");
            }
            return new FileDownload(content);
        }
    }
}
