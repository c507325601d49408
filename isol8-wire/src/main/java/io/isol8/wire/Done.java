package io.isol8.wire;

import java.io.IOException;
import java.io.OutputStream;

/** The reply that says that something was done, and nothing else (spec 4.5, 4.8): {@code {"ok":true}}. */
public record Done() implements JsonBody {

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(out, fields -> fields.field("ok", true));
    }
}
