package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What to clean up (spec 4.9).
 *
 * @param images whether images go, too
 */
public record CleanupRequest(boolean images) implements JsonBody {

    /**
     * Reads the body, if there is one; what is no JSON counts as none, and without a word images go.
     *
     * @param body not closed
     * @throws Isol8Exception with {@code MALFORMED_REQUEST} naming the field
     * @throws IOException only if {@code body} cannot be read
     */
    public static CleanupRequest read(InputStream body) throws IOException {
        return JsonInput.readLenient(body, Origin.BODY, new CleanupRequest(true), in -> new Fields().read(in));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> fields.field("images", images));
    }

    private static final class Fields {

        private boolean images = true;

        CleanupRequest read(JsonInput in) throws IOException {
            in.object(name -> {
                if (name.equals("images")) {
                    images = in.bool();
                }
                return name.equals("images");
            });
            return new CleanupRequest(images);
        }
    }
}
