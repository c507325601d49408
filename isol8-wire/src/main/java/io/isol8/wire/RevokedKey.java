package io.isol8.wire;

import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A key that is not accepted any more (spec 4.12): {@code {"ok":true,"id":"…"}}. */
public record RevokedKey(String id) implements JsonBody {

    /**
     * @param body not closed
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is no such reply
     * @throws IOException only if {@code body} cannot be read
     */
    public static RevokedKey read(InputStream body) throws IOException {
        return JsonInput.read(
                body,
                Origin.ANSWER,
                in -> new RevokedKey(TextFields.read(in, "id").required("id")));
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> fields.field("ok", true).field("id", id));
    }
}
