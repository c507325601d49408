package io.isol8.wire;

import io.isol8.domain.FileContent;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file for a session's sandbox (spec 4.5).
 *
 * @param sessionId empty if it is missing, which to clients is a session that there is not
 */
public record FileUpload(Optional<String> sessionId, String path, FileContent content) implements JsonBody {

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code MALFORMED_REQUEST} naming the field
     * @throws IOException only if {@code body} cannot be read
     */
    public static FileUpload read(InputStream body) throws IOException {
        return JsonInput.read(body, Origin.BODY, in -> new Fields().read(in));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.field("sessionId", sessionId.orElse(null))
                        .field("path", path)
                        .base64("content", content));
    }

    private static final class Fields {

        private @Nullable String sessionId;
        private @Nullable String path;
        private @Nullable FileContent content;

        FileUpload read(JsonInput in) throws IOException {
            in.object(name -> field(name, in));
            if (path == null) {
                throw in.missing("path", "a string");
            }
            if (content == null) {
                throw in.missing("content", "base64");
            }
            return new FileUpload(Optional.ofNullable(sessionId), path, content);
        }

        private boolean field(String name, JsonInput in) throws IOException {
            switch (name) {
                case "sessionId" -> sessionId = in.string();
                case "path" -> path = in.string();
                case "content" -> content = FileContent.owning(in.base64());
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
